import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { createEmptyDatabase, type TestDatabase } from '../test-support/databases.ts';
import { needs } from '../test-support/services.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(databaseUrl?: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, ...more };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'migrate-command.ts')], {
    env: databaseUrl === undefined ? env : { ...env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

describe('npm run migrate', () => {
  for (const url of [undefined, '', 'nonsense', 'mysql://localhost/x']) {
    it(`says what DATABASE_URL should be, and exits with 78, when it is ${url ?? 'missing'}`, async () => {
      const { code, err } = await run(url);
      assert.equal(code, 78);
      assert.match(err, /^DATABASE_URL must be the URL of a PostgreSQL database, such as postgres:\/\//);
    });
  }

  it('says what the role of the application should be, and shows no password', async () => {
    const { code, err } = await run('postgres://127.0.0.1:1/app', { APP_DATABASE_PASSWORD: 'hunter2' });
    assert.equal(code, 78);
    assert.match(
      err,
      /^APP_DATABASE_USER must be .*\nAPP_DATABASE_PASSWORD must be at least 8 visible ASCII characters/,
    );
    assert(!err.includes('hunter2'));
  });

  it('says why the database cannot be reached, without the password', async () => {
    const { code, err } = await run('postgres://app:hunter2@127.0.0.1:1/app');
    assert.equal(code, 1);
    assert.match(err, /^The database cannot be migrated \(refused\): .*ECONNREFUSED 127\.0\.0\.1:1/);
    assert(!err.includes('hunter2'));
  });

  describe('with PostgreSQL', () => {
    needs('database');
    let database: TestDatabase;
    before(async () => {
      database = await createEmptyDatabase();
    });
    after(() => database.drop());

    it('applies each migration once when ten processes start at once, and all of them succeed', async () => {
      const ended = await Promise.all(Array.from({ length: 10 }, () => run(database.url)));
      assert.deepEqual(
        ended.filter(({ code }) => code !== 0),
        [],
      );
      const client = new Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query('SELECT name FROM migrations ORDER BY id');
      await client.end();
      const lines = ended.flatMap(({ out }) => out.split('\n')).filter((line) => line.startsWith('Applied'));
      assert.deepEqual(
        lines.toSorted(),
        rows.map(({ name }) => `Applied ${name}`),
      );
    }).timeout(60_000);

    it('says so when there is nothing to do', async () => {
      const { code, out } = await run(database.url);
      assert.equal(code, 0);
      assert.match(out, /^The database is up to date: \d+ migrations, 0 new\n$/);
    });

    it("creates the application's role", async () => {
      const role = { user: `ztr_test_command_${process.pid}`, password: 'correct-horse' };
      const { code, out } = await run(database.url, {
        APP_DATABASE_USER: role.user,
        APP_DATABASE_PASSWORD: role.password,
      });
      try {
        assert.equal(code, 0);
        assert.match(out, new RegExp(`The role ${role.user} may use the tables\\n$`));
        const url = Object.assign(new URL(database.url), { username: role.user, password: role.password });
        const client = new Client({ connectionString: url.href });
        await client.connect();
        assert.deepEqual((await client.query('SELECT count(*)::integer AS count FROM tasks')).rows, [{ count: 0 }]);
        await client.end();
      } finally {
        const client = new Client({ connectionString: database.url });
        await client.connect();
        await client.query(`DROP OWNED BY ${role.user}; DROP ROLE ${role.user}`);
        await client.end();
      }
    });
  });
});
