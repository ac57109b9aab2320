import { globSync } from 'node:fs';
import { join } from 'node:path';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { thisCheckout } from '../../../src/checkout.ts';
import { readCatalog, type Catalog, databaseNames, type DatabaseNames } from '../../../src/data/catalog.ts';
import { connect } from '../../../src/data/connection.ts';
import { withDataSession, type SessionOptions } from '../../../src/data/session.ts';
import { reset } from '../../../src/data/reset.ts';
import { cacheServer, databaseServer } from './servers.ts';
import type { ClusterOwner, DataSession, DataTarget } from '../../../src/data/data-session.ts';

export const plenty = 1024 ** 4;

/** How many migrations the application has. */
export const migrationCount = globSync('*.sql', { cwd: join(thisCheckout.root, 'api/src/db/migrations') }).length;

let count = 0;

const applicationUser = 'app';

/** A server is given a user without any right, whose password is the superuser's, as the native stack has it. */
async function ensureUser(superuser: DataTarget['database']): Promise<void> {
  const client = await connect(superuser, 'postgres', 'test');
  const name = escapeIdentifier(applicationUser);
  await client.query(
    `DO $do$ BEGIN CREATE ROLE ${name} LOGIN PASSWORD ${escapeLiteral(superuser.password)};
      EXCEPTION WHEN duplicate_object THEN NULL; END $do$`,
  );
  await client.end();
}

/** An application's database and its snapshots, on the servers that all tests share. */
export class Playground {
  readonly target: DataTarget;
  readonly names: DatabaseNames;

  private constructor(target: DataTarget) {
    this.target = target;
    this.names = databaseNames(target.database.name);
  }

  /** Makes one that was seeded with ten tasks. */
  static async create(): Promise<Playground> {
    const url = new URL((await databaseServer()).url);
    const { port } = await cacheServer();
    count += 1;
    const superuser = {
      host: '127.0.0.1',
      port: Number(url.port),
      user: url.username,
      password: url.password,
      name: `data_${count}`,
    };
    await ensureUser(superuser);
    const playground = new Playground({
      database: { ...superuser, user: applicationUser },
      cache: { host: '127.0.0.1', port },
    });
    await playground.run('reset', (session) => reset(session, { scale: 10, maxBytes: plenty }));
    return playground;
  }

  run<Result>(
    verb: string,
    work: (session: DataSession) => Promise<Result>,
    options: Partial<SessionOptions> = {},
  ): Promise<Result> {
    return withDataSession(this.target, { verb, step: () => undefined, ...options }, work);
  }

  /** The same, for a checkout whose database it must be. */
  runOwned<Result>(owner: ClusterOwner, work: (session: DataSession) => Promise<Result>): Promise<Result> {
    return withDataSession({ ...this.target, owner }, { verb: 'test', step: () => undefined }, work);
  }

  catalog(): Promise<Catalog> {
    return this.run('snapshots', ({ client, names }) => readCatalog(client, names));
  }

  /** Connects as the application does. */
  connect(database = this.names.live): Promise<Client> {
    return connect(this.target.database, database, 'test');
  }

  async query(sql: string, values: unknown[] = [], database = this.names.live): Promise<Record<string, unknown>[]> {
    const client = await this.connect(database);
    try {
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async addTask(title: string): Promise<void> {
    await this.query(`INSERT INTO tasks (id, title, state) VALUES (gen_random_uuid(), $1, 'open')`, [title]);
  }

  /** Makes the database what it was after the first migration. */
  async goBackToFirstMigration(): Promise<void> {
    await this.query(`
      DROP TABLE idempotency_keys, service_heartbeats, sessions;
      ALTER TABLE tasks DROP COLUMN owner_id;
      DELETE FROM migrations WHERE id > 1`);
  }

  /** Stands for all that a database holds. */
  async fingerprint(database = this.names.live): Promise<string> {
    const sql = `SELECT (SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY position), '')) FROM tasks t) || ' ' ||
      (SELECT string_agg(name || checksum, ' ' ORDER BY id) FROM migrations) || ' ' ||
      (SELECT count(*) FROM idempotency_keys) AS all`;
    return String((await this.query(sql, [], database))[0]?.['all']);
  }

  async titles(): Promise<string[]> {
    return (await this.query('SELECT title FROM tasks ORDER BY position')).map(({ title }) => String(title));
  }
}
