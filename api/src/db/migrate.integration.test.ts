import assert from 'node:assert/strict';
import { Client } from 'pg';
import { createEmptyDatabase, type TestDatabase } from '../test-support/databases.ts';
import { createTestDirectory, type TestDirectory } from '../test-support/directories.ts';
import { eventually } from '../test-support/eventually.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { captureLog, silentLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { migrate, type MigrateOptions, migrationStatus, verifyMigrations } from './migrate.ts';
import { MigrationError } from './migration-files.ts';
import { migrationsDirectory } from './migration-files.ts';
import { lockMigrations } from './migrate.ts';

const createA = 'CREATE TABLE a (id integer PRIMARY KEY);\n';
const createB = 'CREATE TABLE b (id integer);\n';

describe('migrate', () => {
  needs('database');
  let database: TestDatabase;
  let directory: TestDirectory;
  let client: Client;
  let options: MigrateOptions;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    directory = await createTestDirectory();
    client = new Client({ connectionString: database.url });
    await client.connect();
    options = { url: database.url, lockDeadlineMs: 5_000, directory: directory.path };
  });

  afterEach(async () => {
    await client.end();
    await directory.remove();
    await database.drop();
  });

  const run = () => migrate(options, silentLog);

  const applied = async (): Promise<unknown[]> =>
    (await client.query('SELECT id, name FROM migrations ORDER BY id')).rows.map(({ id, name }) => `${id} ${name}`);

  const exists = async (table: string): Promise<boolean> =>
    (await client.query('SELECT to_regclass($1) IS NOT NULL AS exists', [table])).rows[0].exists;

  /** Migrates in vain, and returns what the error says. */
  const refusal = async (): Promise<string> => {
    const error: unknown = await run().catch((each: unknown) => each);
    assert(error instanceof MigrationError, String(error));
    return error.message;
  };

  it("applies the API's own, every one of them twice without a change", async () => {
    const { log, messages } = captureLog();
    const own = { ...options, directory: migrationsDirectory };
    await migrate(own, log);
    const first = await client.query('SELECT * FROM migrations ORDER BY id');
    await migrate(own, log);
    assert.deepEqual((await client.query('SELECT * FROM migrations ORDER BY id')).rows, first.rows);
    assert(await exists('tasks'));
    const total = first.rows.length;
    assert.deepEqual(messages.slice(-2), [
      `The database is up to date: ${total} migrations, ${total} new`,
      `The database is up to date: ${total} migrations, 0 new`,
    ]);
  });

  it("applies each of the API's own on top of the ones before it, one at a time", async () => {
    const { pending } = await migrationStatus({ ...options, directory: migrationsDirectory });
    for (const { name, sql } of pending) {
      await directory.write({ [name]: sql });
      await run();
      await run();
    }
    assert.equal((await applied()).length, pending.length);
  });

  it('records number, name, checksum, time and duration', async () => {
    await directory.write({ '0001_a.sql': createA });
    await run();
    const [row] = (await client.query('SELECT * FROM migrations')).rows;
    assert.equal(row.id, 1);
    assert.equal(row.name, '0001_a.sql');
    assert.match(row.checksum, /^[0-9a-f]{64}$/);
    assert(Math.abs(Date.now() - row.applied_at.getTime()) < 60_000);
    assert(row.duration_ms >= 0);
  });

  it('applies only what is new', async () => {
    await directory.write({ '0001_a.sql': createA });
    await run();
    await directory.write({ '0002_b.sql': createB });
    const status = await migrationStatus(options);
    assert.deepEqual([status.applied.length, status.pending.map(({ name }) => name)], [1, ['0002_b.sql']]);
    await run();
    assert.deepEqual(await applied(), ['1 0001_a.sql', '2 0002_b.sql']);
  });

  it('takes a file with other line ends for the same', async () => {
    await directory.write({ '0001_a.sql': createA });
    await run();
    await directory.write({ '0001_a.sql': createA.replaceAll('\n', '\r\n') });
    await run();
  });

  it('does not let a setting of one migration reach the next', async () => {
    await directory.write({
      '0001_a.sql': "CREATE SCHEMA other; SET search_path TO other, public; SET lock_timeout TO '1ms';",
      '0002_b.sql': createB,
    });
    await run();
    assert(await exists('public.b'));
  });

  describe('verifying', () => {
    beforeEach(async () => {
      await directory.write({ '0001_a.sql': createA, '0002_b.sql': createB });
    });

    it('names what is pending, and applies nothing', async () => {
      await assert.rejects(
        verifyMigrations(options, silentLog),
        /^MigrationError: The database does not match this code:\n {2}0001_a\.sql is not applied: run the migrate command/,
      );
      assert.equal(await exists('migrations'), false);
    });

    it('refuses what was changed', async () => {
      await run();
      await directory.write({ '0002_b.sql': 'SELECT 1' });
      await assert.rejects(verifyMigrations(options, silentLog), /0002_b\.sql was changed after being applied/);
    });

    it('is content with a database that is as this code, or newer, which it says', async () => {
      await run();
      const { log, messages } = captureLog();
      await verifyMigrations(options, log);
      assert.deepEqual(messages, []);
      await directory.remove();
      directory = await createTestDirectory({ '0001_a.sql': createA });
      await verifyMigrations({ ...options, directory: directory.path }, log);
      assert.match(String(messages), /^0002_b\.sql was applied on .* the database is newer than this code/);
    });
  });

  describe('refuses', () => {
    beforeEach(async () => {
      await directory.write({ '0001_a.sql': createA, '0002_b.sql': createB });
      await run();
    });

    it('a file that was changed after being applied, and says which and when', async () => {
      await directory.write({ '0002_b.sql': 'SELECT 1;', '0003_c.sql': 'CREATE TABLE c ();' });
      assert.match(await refusal(), /0002_b\.sql was changed after being applied on \d{4}-.*: restore it/);
      assert(!(await exists('c')));
      const { changed } = await migrationStatus(options);
      assert.deepEqual(
        changed.map(({ name }) => name),
        ['0002_b.sql'],
      );
    });

    it('to go on when an applied file is missing', async () => {
      await directory.remove();
      directory = await createTestDirectory({ '0001_a.sql': createA, '0002_renamed.sql': createB });
      options = { ...options, directory: directory.path };
      const message = await refusal();
      assert.match(
        message,
        /0002_b\.sql was applied on .* but is missing \(renamed to 0002_renamed\.sql\?\): restore it/,
      );
    });

    it('a database that is newer than the code', async () => {
      await directory.remove();
      directory = await createTestDirectory({ '0001_a.sql': createA });
      options = { ...options, directory: directory.path };
      assert.match(await refusal(), /0002_b\.sql was applied on .* the database is newer than this code/);
    });

    it('a gap, a duplicate number and a name that does not parse, all in one message', async () => {
      await directory.write({ '0002_x.sql': 'SELECT 1', '0005_e.sql': 'SELECT 1', 'oops.sql': 'SELECT 1' });
      const message = await refusal();
      assert.match(message, /^Nothing was migrated:/);
      assert.match(message, /0002_x\.sql has the same number as 0002_b\.sql/);
      assert.match(message, /0005_e\.sql leaves a gap: 0003_….sql should come before it/);
      assert.match(message, /oops\.sql is not named like a migration/);
      assert.deepEqual(await applied(), ['1 0001_a.sql', '2 0002_b.sql']);
    });

    it('a file that comes before one that was applied', async () => {
      await client.query('DELETE FROM migrations WHERE id = 1');
      assert.match(await refusal(), /0001_a\.sql was not applied, but later ones were/);
    });
  });

  describe('when a migration fails', () => {
    it('leaves nothing of it behind, and says where and why', async () => {
      await directory.write({
        '0001_a.sql': createA,
        '0002_bad.sql': `-- Größe 🙂 of things;\n${createB}\n  SELECT x\tFROM nowhere;\n`,
      });
      const message = await refusal();
      const lines = message.split('\n');
      assert.equal(lines[0], '0002_bad.sql:4:17: relation "nowhere" does not exist (SQLSTATE 42P01)');
      assert.deepEqual(lines.slice(1, 3), ['  4 |   SELECT x\tFROM nowhere;', '    |           \t     ^']);
      assert.match(message, /Nothing of this file was applied/);
      assert.deepEqual(await applied(), ['1 0001_a.sql']);
      assert(!(await exists('b')));
    });

    it('names the file where the server has no position, with its detail', async () => {
      await directory.write({ '0001_a.sql': `${createA}INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1);\n` });
      const message = await refusal();
      assert.match(message, /^0001_a\.sql: duplicate key value violates unique constraint "a_pkey"/);
      assert.match(message, /Detail: Key \(id\)=\(1\) already exists\./);
      assert(!(await exists('a')));
    });

    it('counts characters as the server does, also after some that take two units', async () => {
      await directory.write({ '0001_a.sql': "SELECT '🙂🙂', nope;" });
      assert.match(await refusal(), /^0001_a\.sql:1:16: column "nope" does not exist/);
    });

    it('says it of a constraint that is checked only at the end', async () => {
      const deferred = 'REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED';
      await directory.write({
        '0001_a.sql': `${createA}CREATE TABLE c (a integer ${deferred}); INSERT INTO c VALUES (7);`,
      });
      assert.match(await refusal(), /^0001_a\.sql: insert or update on table "c" violates foreign key/);
      assert(!(await exists('a')));
    });

    it('can be repeated once the file is corrected', async () => {
      await directory.write({ '0001_a.sql': 'CREATE TABEL a ();' });
      assert.match(await refusal(), /^0001_a\.sql:1:8: syntax error at or near "TABEL"/);
      await directory.write({ '0001_a.sql': createA });
      await run();
    });

    for (const control of ['COMMIT', 'ROLLBACK', 'BEGIN', 'START  TRANSACTION', 'end']) {
      it(`refuses ${control} before anything is run`, async () => {
        await directory.write({ '0001_a.sql': `${createA}${control};\n${createB}` });
        assert.match(await refusal(), /^0001_a\.sql:2:1: a migration is in a transaction already/);
        assert(!(await exists('a')));
      });
    }

    it('refuses a file without a statement', async () => {
      await directory.write({ '0001_a.sql': '-- to do\n' });
      assert.equal(await refusal(), '0001_a.sql holds no statement');
    });

    it('leaves new files pending that hold no statement yet, where that is wanted', async () => {
      const { log, messages } = captureLog();
      await directory.write({ '0001_a.sql': createA, '0002_b.sql': '-- b: to do\n' });
      await migrate({ ...options, skipUnwritten: true }, log);
      assert.deepEqual(await applied(), ['1 0001_a.sql']);
      assert(messages.includes('0002_b.sql has no statement yet and stays pending'));
      await directory.write({ '0002_b.sql': createB });
      await migrate({ ...options, skipUnwritten: true }, log);
      assert.deepEqual(await applied(), ['1 0001_a.sql', '2 0002_b.sql']);
    });
  });

  describe('without a transaction', () => {
    const optOut = '-- migrate: no-transaction\n';

    it('applies statements that cannot be in one, also while others wait for the lock', async () => {
      const concurrently = 'CREATE INDEX CONCURRENTLY one ON a (id); CREATE INDEX CONCURRENTLY two ON a (id);';
      await directory.write({ '0001_a.sql': createA, '0002_indexes.sql': `${optOut}${concurrently}` });
      await Promise.all([run(), run(), run()]);
      assert.deepEqual(await applied(), ['1 0001_a.sql', '2 0002_indexes.sql']);
      assert((await exists('one')) && (await exists('two')));
    });

    it('says that what came before the failure stays', async () => {
      await directory.write({ '0001_a.sql': `${optOut}${createA}SELECT nope;` });
      const message = await refusal();
      assert.match(message, /^0001_a\.sql:3:8: column "nope" does not exist/);
      assert.match(message, /not in a transaction: what stands before this statement stays applied/);
      assert(await exists('a'));
      assert.deepEqual(await applied(), []);
    });
  });

  describe('an index that is made concurrently', () => {
    const duplicates = `${createA}INSERT INTO a SELECT 1 FROM generate_series(1, 2);`.replace(' PRIMARY KEY', '');
    const unique = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_once ON a (id);';

    for (const header of ['-- no-transaction', '-- migrate: no-transaction', '-- Why.\n--  NO-TRANSACTION ']) {
      it(`needs a header, such as ${JSON.stringify(header)}`, async () => {
        await directory.write({ '0001_a.sql': createA, '0002_i.sql': `${header}\n${unique}` });
        await run();
        assert(await exists('a_once'));
      });
    }

    it('says so where the header is missing', async () => {
      await directory.write({ '0001_a.sql': createA, '0002_i.sql': unique });
      assert.match(await refusal(), /cannot run inside a transaction block/);
    });

    it('is named when it is left unfinished, with what to do, and does not pass for finished', async () => {
      await directory.write({ '0001_a.sql': duplicates, '0002_i.sql': `-- no-transaction\n${unique}` });
      const first = await refusal();
      assert.match(first, /^0002_i\.sql:2:1: could not create unique index "a_once"/);
      assert.match(first, /The index a_once is unfinished \(invalid\)\. Drop it: DROP INDEX CONCURRENTLY a_once;/);
      assert.match(await refusal(), /^0002_i\.sql is not done:\n {2}The index a_once is unfinished/);
      assert.deepEqual(await applied(), ['1 0001_a.sql']);
      // What the advice says.
      await client.query('DELETE FROM a');
      await client.query('DROP INDEX CONCURRENTLY a_once');
      await run();
      assert.deepEqual(await applied(), ['1 0001_a.sql', '2 0002_i.sql']);
    });
  });

  it('takes semicolons and keywords in strings, comments and bodies for what they are', async () => {
    const body = `CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;`;
    await directory.write({
      '0001_a.sql': `${createA}${body}\n-- COMMIT;\n/* ROLLBACK; */\nCOMMENT ON TABLE a IS ';COMMIT;';`,
      '0002_b.sql': `-- no-transaction\n${createB}COMMENT ON TABLE b IS 'a;b';\n${body.replace('f()', 'g()')}`,
    });
    await run();
    assert.deepEqual(await applied(), ['1 0001_a.sql', '2 0002_b.sql']);
  });

  it('refuses what ends its transaction by a way that is not seen before', async () => {
    await directory.write({ '0001_a.sql': `${createA}COMMIT AND CHAIN;\n${createB}` });
    assert.match(await refusal(), /0001_a\.sql ended the transaction it was in/);
    assert.deepEqual(await applied(), []);
  });

  describe('locks', () => {
    it('applies each file once when many migrate at the same time', async () => {
      await directory.write({ '0001_a.sql': createA, '0002_b.sql': createB });
      await Promise.all(Array.from({ length: 10 }, run));
      assert.deepEqual(await applied(), ['1 0001_a.sql', '2 0002_b.sql']);
    });

    it('waits until another has migrated, and then finds nothing to do', async () => {
      await directory.write({ '0001_a.sql': createA });
      await lockMigrations(client, 1_000);
      const { log, messages } = captureLog();
      const waiting = migrate(options, log);
      await eventually('it asks for the lock', async () => {
        const { rows } = await client.query(
          `SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()`,
        );
        return rows.length > 0;
      });
      assert(!(await exists('migrations')), 'the table comes after the lock');
      await client.query('SELECT pg_advisory_unlock_all()');
      await waiting;
      assert.deepEqual(messages, ['Applied 0001_a.sql', 'The database is up to date: 1 migrations, 1 new']);
    });

    it('gives up at the deadline and names the holder', async () => {
      await client.query("SET application_name TO 'a deploy that hangs'");
      await lockMigrations(client, 1_000);
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
      options = { ...options, lockDeadlineMs: 100 };
      const message = await refusal();
      assert.match(
        message,
        /^Migrations are locked by "a deploy that hangs" \(PostgreSQL process \d+, connected since/,
      );
      assert.match(message, /not released within 100 ms/);
      assert(message.includes(`pg_terminate_backend(${rows[0].pid})`));
    });

    it('does not wait for ever for a table that another transaction holds', async () => {
      await directory.write({ '0001_a.sql': createA });
      await run();
      await directory.write({ '0002_b.sql': 'ALTER TABLE a ADD COLUMN x integer;' });
      await client.query('BEGIN; LOCK TABLE a IN ACCESS SHARE MODE');
      options = { ...options, lockDeadlineMs: 100 };
      assert.match(await refusal(), /^0002_b\.sql:1:1: canceling statement due to lock timeout/);
    });
  });

  it('passes on that the database cannot be reached, for the caller to try again', async () => {
    options = { ...options, url: 'postgres://127.0.0.1:1/none' };
    await assert.rejects(run, { code: 'ECONNREFUSED' });
  });

  it('passes on that the connection was lost', async () => {
    await directory.write({ '0001_a.sql': 'SELECT pg_sleep(30);' });
    const proxy = await FaultProxy.start(database.url);
    options = { ...options, url: proxy.url };
    const failed = assert.rejects(run, { code: 'ECONNRESET' });
    await eventually('the statement runs', async () => {
      const sleeping = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'";
      return (await client.query(sleeping)).rows.length > 0;
    });
    proxy.cutAll();
    await failed;
    await proxy.close();
  });
});
