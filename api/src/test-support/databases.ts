import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { migrate } from '../db/migrate.ts';
import { silentLog } from './log.ts';
import { serviceUrl } from './services.ts';

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

const namePrefix = 'ztr_test_';
const staleAfterMs = 3_600_000;

async function administer<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: serviceUrl('database').href, connectionTimeoutMillis: 30_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const drop = (name: string) =>
  administer((client) => client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`));

async function create(template: string): Promise<TestDatabase> {
  const name = `${namePrefix}${Date.now()}_${randomBytes(4).toString('hex')}`;
  await administer((client) =>
    client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`),
  );
  const url = serviceUrl('database');
  url.pathname = `/${name}`;
  return { url: url.href, name, drop: async () => void (await drop(name)) };
}

/** What killed test runs have left behind. */
async function dropStale(): Promise<void> {
  const { rows } = await administer((client) =>
    client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [namePrefix]),
  );
  const oldest = Date.now() - staleAfterMs;
  for (const { datname } of rows) {
    if (Number(datname.slice(namePrefix.length).split('_', 1)[0]) < oldest) await drop(datname);
  }
}

async function createTemplate(): Promise<TestDatabase> {
  await dropStale();
  const database = await create('template0');
  await migrate({ url: database.url, lockDeadlineMs: 10_000 }, silentLog);
  return database;
}

let template: Promise<TestDatabase> | undefined;

/** A new database in which nothing is. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create('template0');
}

/** Made when the first test of a file asks for it, and dropped after the last. */
function startTemplate(): Promise<TestDatabase> {
  // Called while tests run, this adds a hook to the file's own root: a worker of Mocha's loads this module only once.
  after(async () => {
    const made = template;
    template = undefined;
    await (await made)?.drop();
  });
  return createTemplate();
}

/** A new database with every migration applied: a copy of one that was migrated once, which takes milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  template ??= startTemplate();
  return create((await template).name);
}
