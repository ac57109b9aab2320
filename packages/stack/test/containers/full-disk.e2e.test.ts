import assert from 'node:assert/strict';
import { connect } from '../../src/data/connection.ts';
import { readCatalog } from '../../src/data/catalog.ts';
import { reset } from '../../src/data/reset.ts';
import { withDataSession } from '../../src/data/session.ts';
import { takeSnapshot } from '../../src/data/snapshots.ts';
import { isPostgresReady } from '../../src/probes/stores.ts';
import { until } from '../../src/process/wait.ts';
import { attempt, docker, inspect } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import type { DataSession, DataTarget } from '../../src/data/data-session.ts';

const maxBytes = 1024 ** 4;
const password = 'disk';
const directory = '/var/lib/postgresql/data';

describeWithEngine('a database whose disk is full', () => {
  let container: string;
  let target: DataTarget;

  const run = <Result>(work: (session: DataSession) => Promise<Result>) =>
    withDataSession(target, { verb: 'test', step: () => undefined }, work);
  const resetTo = (scale: number) => run((session) => reset(session, { scale, maxBytes }));

  before(async () => {
    const environment = ['--env', 'POSTGRES_USER=app', '--env', `POSTGRES_PASSWORD=${password}`];
    const disk = ['--tmpfs', `${directory}:size=200m`];
    const settings = ['-c', 'min_wal_size=32MB', '-c', 'max_wal_size=48MB'];
    const options = ['--rm', '--detach', '--publish', '127.0.0.1::5432', ...environment, ...disk];
    container = await docker('run', ...options, 'postgres:16-bookworm', ...settings);
    const port = Number(await inspect(container, '{{(index (index .NetworkSettings.Ports "5432/tcp") 0).HostPort}}'));
    target = { database: { host: '127.0.0.1', port, user: 'app', password, name: 'app' } };
    // While it initialises, the server is not reachable from outside.
    assert.ok(await until(() => isPostgresReady(port), { deadlineMs: 60_000, everyMs: 100 }));
    await resetTo(10);
  });
  after(() => container && attempt('docker', ['rm', '--force', container]));

  async function query(sql: string): Promise<unknown[]> {
    const client = await connect(target.database, 'app', 'test');
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const tasks = () => query('SELECT * FROM tasks ORDER BY position');

  /** The work ends with an error that says so, and everything is as before. */
  async function isRefused(work: () => Promise<unknown>): Promise<void> {
    const before = await tasks();
    const { snapshots } = await run(({ client, names }) => readCatalog(client, names));
    await assert.rejects(work, /^StackError: The disk of the database is full: [^]*No space left on device/);
    const { port } = target.database;
    assert.ok(await until(() => isPostgresReady(port), { deadlineMs: 60_000, everyMs: 100 }));
    const after = await run(({ client, names }) => readCatalog(client, names));
    assert.deepEqual(await tasks(), before);
    assert.deepEqual(after.leftovers, []);
    assert.deepEqual(
      after.snapshots.map(({ name }) => name),
      snapshots.map(({ name }) => name),
    );
  }

  it('keeps its data when a snapshot does not fit, or new data', async () => {
    await query(`CREATE TABLE filler AS SELECT repeat(md5(n::text), 30) AS text FROM generate_series(1, 65000) n`);
    await query('CHECKPOINT');
    await isRefused(() => run((session) => takeSnapshot(session, { maxBytes })));
    await isRefused(() => resetTo(1_000_000));
    await query(`INSERT INTO tasks (id, title, state) VALUES (gen_random_uuid(), 'it works', 'open')`);
  });

  it('is reset again when there is room', async () => {
    await query('DROP TABLE filler');
    const saved = await resetTo(20);
    assert.ok(saved);
    assert.equal((await tasks()).length, 20);
  });
});
