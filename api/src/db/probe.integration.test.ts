import assert from 'node:assert/strict';
import { Client, type Pool } from 'pg';
import type { ServiceError } from '@zero-to-running/health/contract/report';
import { classifyError } from '@zero-to-running/health/server/classify';
import type { Probe } from '@zero-to-running/health/server/probe';
import { createTestDatabase, type TestDatabase } from '../test-support/databases.ts';
import { eventually } from '../test-support/eventually.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { silentConnectionLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import type { DatabaseOptions } from './connection.ts';
import { createPool, warmPool } from './pool.ts';
import { createDatabaseProbe } from './probe.ts';

const work = { tables: ['tasks'], isStarting: () => false };

describe('the probe of the database', () => {
  needs('database');
  let database: TestDatabase;
  let proxy: FaultProxy;
  let pool: Pool;
  let probe: Probe;
  let options: DatabaseOptions;
  let changes: number;

  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database?.drop());

  beforeEach(async () => {
    proxy = await FaultProxy.start(database.url);
    const limits = { poolMin: 1, poolMax: 2, statementTimeoutMs: 2_000, connectionTimeoutMs: 2_000 };
    options = { url: proxy.url, ...limits };
    pool = createPool({ ...options, url: database.url }, silentConnectionLog);
    probe = createDatabaseProbe(options, pool, silentConnectionLog, work);
    changes = 0;
    probe.onChange?.(() => (changes += 1));
  });

  afterEach(async () => {
    await probe.close?.();
    await pool.end();
    await proxy.close();
  });

  const check = (ms = 2_000) => probe.check(AbortSignal.timeout(ms));

  /** Why the service is unhealthy. */
  const reason = async (ms?: number) =>
    classifyError(
      await check(ms).then(
        () => assert.fail('the probe is content'),
        (error: unknown) => error,
      ),
    );

  it('is called database and is critical', () => assert.deepEqual([probe.name, probe.critical], ['database', true]));

  it('keeps one connection of its own, under a name of its own', async () => {
    for (let times = 0; times < 3; times += 1) await check();
    assert.equal(proxy.connections, 1);
    const { rows } = await pool.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%probe'",
    );
    assert.equal(rows.length, 1);
  });

  it('tells a refused connection, and connects again by itself', async () => {
    await check();
    await proxy.refuse();
    assert.equal(await reason(), 'refused');
    await proxy.pass();
    await check();
  });

  it('tells a wrong password', async () => {
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    const role = `${database.name}_role`;
    await admin.query(`CREATE ROLE ${role} NOLOGIN`);
    const url = new URL(database.url);
    url.username = role;
    const refused = createDatabaseProbe({ ...options, url: url.href }, pool, silentConnectionLog, work);
    const error: unknown = await refused.check(AbortSignal.timeout(2_000)).catch((each: unknown) => each);
    await admin.query(`DROP ROLE ${role}`);
    await admin.end();
    assert.equal(classifyError(error), 'auth');
  });

  it('gives up on a silent server when it is told to, and leaves no connection behind', async () => {
    await check();
    proxy.hang();
    for (let times = 0; times < 5; times += 1) assert.equal(await reason(30), 'timeout');
    // Only now the proxy reads on, and so learns which connections were closed.
    await proxy.pass();
    await check();
    await eventually('one connection is left', () => proxy.connections === 1);
  });

  it("rejects with the signal's own reason", async () => {
    proxy.hang();
    const reasonOfMine = new Error('enough');
    const controller = new AbortController();
    const checked = assert.rejects(probe.check(controller.signal), reasonOfMine);
    controller.abort(reasonOfMine);
    await checked;
    await assert.rejects(probe.check(AbortSignal.abort(reasonOfMine)), reasonOfMine);
  });

  it('is content with a slow server', async () => {
    proxy.delay(20);
    await check();
  });

  it('calls back when its idle connection is lost', async () => {
    await check();
    proxy.cutAll();
    await eventually('it calls back', () => changes > 0);
    await check();
  });

  it('calls back when the pool loses a connection, and when it gets one back', async () => {
    await warmPool(pool, 1);
    await check();
    const { rows } = await pool.query('SELECT pg_backend_pid() AS pid');
    await proxy.refuse();
    await eventually('it calls back for its own', () => changes === 1);
    assert.equal(await reason(), 'refused');
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
    await admin.end();
    await eventually('it calls back for loss and recovery of the pool', () => changes === 3);
  });

  it('tells an exhausted pool from a dead server', async () => {
    const busy = await Promise.all([pool.connect(), pool.connect()]);
    const waiting = pool.query('SELECT 1');
    await check();
    await eventually('somebody waits for too long', async () => (await check().catch(classifyError)) === 'exhausted');
    for (const client of busy) client.release();
    await waiting;
    await check();
  });

  describe('of a server that answers, but does not work', () => {
    let own: TestDatabase;
    let admin: Client;
    let at: Probe;

    beforeEach(async () => {
      own = await createTestDatabase();
      admin = new Client({ connectionString: own.url });
      await admin.connect();
      at = createDatabaseProbe({ ...options, url: own.url }, pool, silentConnectionLog, work);
    });

    afterEach(async () => {
      await at.close?.();
      await admin.end();
      await own.drop();
    });

    const found = async () =>
      classifyError(
        await at.check(AbortSignal.timeout(5_000)).then(
          () => undefined,
          (error: unknown) => error,
        ),
      );

    /** What breaks it, what mends it, and what it is called. */
    const faults: readonly (readonly [string, string, string, ServiceError])[] = [
      ['a table is locked', 'BEGIN; LOCK TABLE tasks', 'ROLLBACK', 'busy'],
      ['a table is locked for writes', 'BEGIN; LOCK TABLE tasks IN SHARE MODE', 'ROLLBACK', 'busy'],
      ['its own table is locked', 'BEGIN; LOCK TABLE service_heartbeats', 'ROLLBACK', 'busy'],
      ['a table is missing', 'ALTER TABLE tasks RENAME TO old', 'ALTER TABLE old RENAME TO tasks', 'schema'],
      [
        'its own table is missing',
        'ALTER TABLE service_heartbeats RENAME TO old',
        'ALTER TABLE old RENAME TO service_heartbeats',
        'schema',
      ],
    ];

    for (const [what, breaks, mends, expected] of faults) {
      it(`tells that ${what}, and that it is no more`, async () => {
        await at.check(AbortSignal.timeout(5_000));
        await admin.query(breaks);
        for (let times = 0; times < 3; times += 1) assert.equal(await found(), expected);
        await admin.query(mends);
        await at.check(AbortSignal.timeout(5_000));
      });
    }

    it('tells that the database was renamed, and connects again once it has its name back', async () => {
      const elsewhere = new Client({ connectionString: database.url });
      await elsewhere.connect();
      await admin.end();
      await elsewhere.query(`ALTER DATABASE ${own.name} RENAME TO ${own.name}_old`);
      for (let times = 0; times < 3; times += 1) assert.equal(await found(), 'schema');
      await elsewhere.query(`ALTER DATABASE ${own.name}_old RENAME TO ${own.name}`);
      await elsewhere.end();
      await at.check(AbortSignal.timeout(5_000));
    });

    it('tells that it may only be read', async () => {
      await admin.query(`ALTER DATABASE ${own.name} SET default_transaction_read_only = on`);
      assert.equal(await found(), 'read-only');
    });

    it('is content with an answer while the migrations are yet to come', async () => {
      await admin.query('DROP TABLE tasks, service_heartbeats');
      const starting = createDatabaseProbe({ ...options, url: own.url }, pool, silentConnectionLog, {
        tables: ['tasks'],
        isStarting: () => true,
      });
      await starting.check(AbortSignal.timeout(5_000));
      await starting.close?.();
    });

    it('leaves one row, and changes none of the tables', async () => {
      await admin.query("INSERT INTO tasks (id, title, state) VALUES (gen_random_uuid(), 'kept', 'open')");
      for (let times = 0; times < 3; times += 1) await at.check(AbortSignal.timeout(5_000));
      const { rows } = await admin.query(
        'SELECT (SELECT count(*)::integer FROM tasks) AS tasks, (SELECT count(*)::integer FROM service_heartbeats) AS beats',
      );
      assert.deepEqual(rows, [{ tasks: 1, beats: 1 }]);
    });
  });
});
