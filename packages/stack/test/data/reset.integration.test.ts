import assert from 'node:assert/strict';
import { deleteSnapshot, takeSnapshot } from '../../src/data/snapshots.ts';
import { reset } from '../../src/data/reset.ts';
import { restore, undo } from '../../src/data/restore.ts';
import { migrationCount, Playground, plenty } from './support/playground.ts';

describe('the data', function suite() {
  this.timeout(240_000);
  let playground: Playground;
  before(async () => {
    playground = await Playground.create();
  });

  const resetTo = (scale: number) => playground.run('reset', (session) => reset(session, { scale, maxBytes: plenty }));
  const undoLast = () => playground.run('undo', (session) => undo(session, plenty));
  const snapshot = (name?: string) =>
    playground.run('snapshot', (session) => takeSnapshot(session, { name, maxBytes: plenty }));
  const restoreTo = (name: string) =>
    playground.run('restore', (session) => restore(session, name, { command: 'restore', maxBytes: plenty }));

  it('are new after a reset, and as before after an undo, which can be undone', async () => {
    await playground.addTask('mine');
    const before = await playground.fingerprint();
    const saved = await resetTo(20);
    const after = await playground.fingerprint();
    assert.equal((await playground.titles()).length, 20);
    const undone = await undoLast();
    assert.equal(undone.name, saved);
    assert.equal(await playground.fingerprint(), before);
    await undoLast();
    assert.equal(await playground.fingerprint(), after);
    await undoLast();
    assert.equal(await playground.fingerprint(), before);
  });

  it('are the same after every reset', async () => {
    await resetTo(30);
    const first = await playground.fingerprint();
    await resetTo(30);
    assert.equal(await playground.fingerprint(), first);
  });

  it('come back from a snapshot, as often as one likes', async () => {
    await playground.addTask('kept');
    const kept = await playground.fingerprint();
    assert.equal(await snapshot('kept'), 'kept');
    for (let round = 0; round < 2; round += 1) {
      await playground.query('DELETE FROM tasks');
      assert.deepEqual((await restoreTo('kept')).migrated, []);
      assert.equal(await playground.fingerprint(), kept);
    }
    await undoLast();
    assert.deepEqual(await playground.titles(), []);
  });

  it('stay the application’s own, who may do with them what it could before', async () => {
    await resetTo(1);
    await undoLast();
    const sql = `SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = current_database()`;
    assert.deepEqual(await playground.query(sql), [{ owner: 'app' }]);
    await playground.query('CREATE TABLE owned (); DROP TABLE owned; ALTER TABLE tasks ADD tried integer');
    await playground.query('ALTER TABLE tasks DROP tried');
  });

  it('are listed with what made them, and are gone when deleted', async () => {
    await snapshot('listed');
    const [newest] = (await playground.catalog()).snapshots;
    assert.equal(newest?.name, 'listed');
    assert.equal(newest.command, 'snapshot');
    assert.equal(newest.migrations.length, migrationCount);
    assert.equal(newest.automatic, false);
    assert.ok(newest.bytes > 5_000_000 && newest.bytes < 50_000_000);
    assert.ok(Math.abs(Date.parse(newest.createdAt) - Date.now()) < 60_000);
    await playground.run('snapshot-delete', (session) => deleteSnapshot(session, 'listed'));
    assert.ok((await playground.catalog()).snapshots.every(({ name }) => name !== 'listed'));
  });

  it('cannot be saved under a name that is taken or is none, nor come back from one that is not there', async () => {
    await snapshot('taken');
    await assert.rejects(snapshot('taken'), /Snapshot taken already exists/);
    for (const name of ['', 'A', 'a b', '-a', 'a"b', "a'; DROP DATABASE postgres; --", 'x'.repeat(31), 'é', '../a']) {
      await assert.rejects(snapshot(name), /not a valid snapshot name/, name);
      await assert.rejects(restoreTo(name), /There is no snapshot/, name);
    }
    await assert.rejects(snapshot('reset-20260101-000000'), /taken automatically/);
  });

  it('can be made where there is no database, and then there is nothing to undo', async () => {
    const { names } = playground;
    await playground.run('test', ({ client }) => client.query(`DROP DATABASE "${names.live}" WITH (FORCE)`));
    await assert.rejects(snapshot(), /There is no database/);
    await assert.rejects(undoLast(), /nothing to undo/);
    assert.equal(await resetTo(5), undefined);
    assert.equal((await playground.titles()).length, 5);
    await assert.rejects(undoLast(), /nothing to undo/);
  });

  it('are not undone by chance when the snapshot for it was deleted', async () => {
    const saved = await resetTo(5);
    assert.ok(saved);
    await playground.run('snapshot-delete', (session) => deleteSnapshot(session, saved));
    await assert.rejects(undoLast(), new RegExp(`There is no snapshot "${saved}"`));
  });
});
