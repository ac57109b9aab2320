import assert from 'node:assert/strict';
import { Client, escapeIdentifier } from 'pg';
import { createEmptyDatabase, type TestDatabase } from '../test-support/databases.ts';
import { captureLog, silentLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { createTestDirectory, type TestDirectory } from '../test-support/directories.ts';
import { ensureApplicationRole } from './application-role.ts';
import { migrate } from './migrate.ts';

const suffix = `${process.pid}_${Date.now()}`;
const owner = `ztr_test_owner_${suffix}`;
const user = `ztr_test_app_${suffix}`;
const password = `it's "quoted" \\ $1`.replaceAll(' ', '_');

const as = (url: string, name: string, secret: string): string => {
  const changed = new URL(url);
  changed.username = name;
  changed.password = encodeURIComponent(secret);
  return changed.href;
};

async function on<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe("the application's role", () => {
  needs('database');
  let database: TestDatabase;
  let directory: TestDirectory;
  let ownerUrl: string;

  const asSuperuser = (...statements: string[]) =>
    on(database.url, async (client) => {
      for (const statement of statements) await client.query(statement);
    });

  const ensure = (role = { user, password }) =>
    migrate({ url: ownerUrl, lockDeadlineMs: 10_000, directory: directory.path, applicationRole: role }, silentLog);

  const asApplication = (sql: string, secret = password) =>
    on(as(database.url, user, secret), (client) => client.query(sql));

  before(async () => {
    database = await createEmptyDatabase();
    directory = await createTestDirectory({ '0001_a.sql': 'CREATE TABLE a (id serial PRIMARY KEY, text text)' });
    ownerUrl = as(database.url, owner, 'owner-password');
    // What the master user of RDS is: no superuser, but it may create roles, and owns the database.
    await asSuperuser(
      `CREATE ROLE ${owner} LOGIN CREATEROLE CREATEDB PASSWORD 'owner-password'`,
      `ALTER DATABASE ${escapeIdentifier(database.name)} OWNER TO ${owner}`,
    );
    await ensure();
  });

  after(async () => {
    await asSuperuser(`DROP OWNED BY ${user}`, `DROP OWNED BY ${owner}`, `DROP ROLE ${user}`).catch(() => {});
    await database.drop();
    await directory.remove();
    await on(new URL('/postgres', database.url).href, (client) => client.query(`DROP ROLE ${owner}`));
  });

  it('reads and writes rows', async () => {
    const { rows } = await asApplication(`INSERT INTO a (text) VALUES ('x') RETURNING id`);
    assert.deepEqual(rows, [{ id: 1 }]);
    await asApplication(`UPDATE a SET text = 'y'; DELETE FROM a`);
    assert.equal((await asApplication('SELECT name FROM migrations')).rows.length, 1);
  });

  const refused = [
    'CREATE TABLE b (id integer)',
    'CREATE TEMPORARY TABLE b (id integer)',
    'CREATE SCHEMA b',
    'ALTER TABLE a ADD COLUMN b integer',
    'DROP TABLE a',
    'TRUNCATE a',
    'CREATE ROLE b',
    'DELETE FROM migrations',
  ];

  for (const sql of refused) {
    it(`may not ${sql}`, () => assert.rejects(asApplication(sql), { code: '42501' }));
  }

  it('may use tables that come later', async () => {
    await directory.write({ '0002_b.sql': 'CREATE TABLE later (id serial)' });
    await ensure();
    assert.deepEqual((await asApplication('INSERT INTO later DEFAULT VALUES RETURNING id')).rows, [{ id: 1 }]);
  });

  it('gets a changed password, and no other one works any more', async () => {
    await ensure({ user, password: 'another-one' });
    await asApplication('SELECT 1', 'another-one');
    await assert.rejects(asApplication('SELECT 1'), { code: '28P01' });
    await ensure();
    await asApplication('SELECT 1');
  });

  it('gets its password in no statement, which PostgreSQL might log', async () => {
    const seen: string[] = [];
    await on(ownerUrl, (client) => {
      const query = client.query.bind(client);
      client.query = (...args: unknown[]) => {
        seen.push(JSON.stringify(args));
        return Reflect.apply(query, client, args);
      };
      return ensureApplicationRole(client, { user, password: 'find-me-if-you-can' });
    });
    await asApplication('SELECT 1', 'find-me-if-you-can');
    assert(seen.some((text) => text.includes('SCRAM-SHA-256$4096:')));
    assert(!seen.join().includes('find-me'));
    await ensure();
  });

  it('is not the role that migrates', () =>
    assert.rejects(ensure({ user: owner, password }), /migrates the database and cannot be the application's role/));

  it('is not one with power', async () => {
    await asSuperuser(`ALTER ROLE ${user} CREATEDB`);
    await assert.rejects(ensure(), new RegExp(`${user} is CREATEDB: take that away`));
    await asSuperuser(`ALTER ROLE ${user} NOCREATEDB`);
  });

  it('is named in the log', async () => {
    const { log, messages } = captureLog();
    const options = { url: ownerUrl, lockDeadlineMs: 10_000, directory: directory.path };
    await migrate({ ...options, applicationRole: { user, password } }, log);
    assert.equal(messages.at(-1), `The role ${user} may use the tables`);
  });
});
