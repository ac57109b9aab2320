import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import { Credentials } from '../credentials.ts';
import { parseDatabaseSecret } from '../credentials.ts';
import { createTestDatabase, type TestDatabase } from '../test-support/databases.ts';
import { silentConnectionLog, silentLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import type { DatabaseOptions } from './connection.ts';
import { createPool, warmPool } from './pool.ts';
import { createDatabaseProbe } from './probe.ts';

const limits = { poolMin: 0, poolMax: 4, statementTimeoutMs: 2_000, connectionTimeoutMs: 2_000 };

describe('a pool whose login is refused', () => {
  needs('database');
  let database: TestDatabase;
  let pool: Pool;
  let options: DatabaseOptions;
  let secret: string;
  let readings: number;

  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database?.drop());

  beforeEach(() => {
    const { username, password } = new URL(database.url);
    const wrong = Object.assign(new URL(database.url), { password: 'from-before-the-rotation' });
    secret = JSON.stringify({ username, password: decodeURIComponent(password) });
    readings = 0;
    const read = async (): Promise<string> => {
      readings += 1;
      return secret;
    };
    const credentials = new Credentials({ service: 'database', read, parse: parseDatabaseSecret, log: silentLog });
    options = { ...limits, url: wrong.href, credentials };
    pool = createPool(options, silentConnectionLog);
  });

  afterEach(() => pool.end());

  it('lets no request feel it: all of them ask again with the one login that is read', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => pool.query('SELECT 1 AS one')));
    for (const { rows } of answers) assert.deepEqual(rows, [{ one: 1 }]);
    assert.equal(readings, 1);
  });

  it('opens its minimum with the login that is read', async () => {
    await warmPool(pool, 3);
    assert.deepEqual([pool.idleCount, readings], [3, 1]);
  });

  it('passes the refusal on where the secret does not help', async () => {
    secret = JSON.stringify({ username: new URL(database.url).username, password: 'from-before-the-rotation' });
    await assert.rejects(pool.query('SELECT 1'), { code: '28P01' });
    await assert.rejects(pool.query('SELECT 1'), { code: '28P01' });
  });

  it('passes other errors on without reading anything', async () => {
    await pool.query('SELECT 1');
    await assert.rejects(pool.query('SELECT nonsense'), { code: '42703' });
    assert.equal(readings, 1);
  });

  it('shares what was read with the probe, which asks at once', async () => {
    const probe = createDatabaseProbe(options, pool, silentConnectionLog, { tables: [], isStarting: () => true });
    const changed = new Promise<void>((resolve) => probe.onChange?.(resolve));
    await assert.rejects(probe.check(AbortSignal.timeout(2_000)), { code: '28P01' });
    await changed;
    await probe.check(AbortSignal.timeout(2_000));
    await pool.query('SELECT 1');
    await probe.close?.();
    assert.equal(readings, 1);
  });
});
