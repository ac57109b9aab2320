import assert from 'node:assert/strict';
import { readMigrations } from '../../src/data/migrations.ts';
import { restore } from '../../src/data/restore.ts';
import { takeSnapshot } from '../../src/data/snapshots.ts';
import { Playground, plenty } from './support/playground.ts';

/** Migrations that come after the first. */
const newer = [
  '0002_idempotency_keys.sql',
  '0003_service_heartbeats.sql',
  '0004_sessions.sql',
  '0005_task_owners.sql',
  '0006_task_owners_index.sql',
];

describe('a snapshot of other code', function suite() {
  this.timeout(240_000);
  let playground: Playground;
  beforeEach(async () => {
    playground = await Playground.create();
  });

  const snapshot = (name: string) =>
    playground.run('snapshot', (session) => takeSnapshot(session, { name, maxBytes: plenty }));
  const restoreTo = (name: string) =>
    playground.run('restore', (session) => restore(session, name, { command: 'restore', maxBytes: plenty }));

  const names = async () => (await playground.catalog()).snapshots.map(({ name }) => name);

  async function isRefused(name: string, message: RegExp): Promise<void> {
    await playground.addTask('of now');
    const before = await playground.fingerprint();
    const snapshots = await names();
    await assert.rejects(restoreTo(name), message);
    assert.equal(await playground.fingerprint(), before);
    assert.deepEqual(await names(), snapshots);
  }

  it('is migrated forward when it is older, and stays as it was itself', async () => {
    const whole = await playground.query('SELECT name, checksum FROM migrations ORDER BY id');
    await playground.goBackToFirstMigration();
    await playground.addTask('old');
    await snapshot('old');
    await playground.query('DELETE FROM tasks');
    assert.deepEqual((await restoreTo('old')).migrated, newer);
    assert.ok((await playground.titles()).includes('old'));
    assert.deepEqual(await playground.query('SELECT name, checksum FROM migrations ORDER BY id'), whole);
    const old = (await playground.catalog()).snapshots.find(({ name }) => name === 'old');
    assert.equal(old?.migrations.length, 1);
    const report = await readMigrations(playground.target.database, old.database);
    assert.deepEqual(report.pending, newer);
  });

  it('is refused when it is newer', async () => {
    const insert = `INSERT INTO migrations (id, name, checksum, duration_ms) VALUES (9000, '9000_future.sql', 'x', 1)`;
    await playground.query(insert);
    await snapshot('newer');
    await playground.query('DELETE FROM migrations WHERE id = 9000');
    await isRefused('newer', /newer does not match this code[^]*9000_future\.sql[^]*newer than this code/);
  });

  it('is refused when a migration has changed since', async () => {
    await playground.query(`UPDATE migrations SET checksum = 'x' WHERE id = 1`);
    await snapshot('changed');
    await isRefused('changed', /0001_tasks\.sql was changed after being applied/);
  });
});
