import assert from 'node:assert/strict';
import { Client, type Pool } from 'pg';
import { classifyError } from '../health/classify.ts';
import type { Probe } from '../health/probe.ts';
import { createTestDatabase, type TestDatabase } from '../test-support/databases.ts';
import { eventually } from '../test-support/eventually.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { silentConnectionLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { createPool, type DatabaseOptions } from './pool.ts';
import { warmPool } from './pool-minimum.ts';
import { createDatabaseProbe } from './probe.ts';

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
    probe = createDatabaseProbe(options, pool, silentConnectionLog);
    changes = 0;
    probe.onChange(() => (changes += 1));
  });

  afterEach(async () => {
    await probe.close();
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
    const refused = createDatabaseProbe({ ...options, url: url.href }, pool, silentConnectionLog);
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
});
