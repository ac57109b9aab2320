import assert from 'node:assert/strict';
import { readSnapshots, isSnapshotName } from './read-snapshots.ts';

const snapshot = { name: 'a', createdAt: '2026-11-23T11:00:00.000Z', bytes: 1 };

describe('snapshots', () => {
  it('are read from what is printed, the newest first, whatever else is said of them', () => {
    const newer = { ...snapshot, name: 'b', createdAt: '2026-11-23T12:00:00.000Z', migrations: 3, command: 'reset' };
    const names = readSnapshots(JSON.stringify({ snapshots: [snapshot, newer] })).map(({ name }) => name);
    assert.deepEqual(names, ['b', 'a']);
  });

  it('are refused where something else is printed', () => {
    assert.throws(() => readSnapshots('Installing…'));
    assert.throws(() => readSnapshots(JSON.stringify({ snapshots: [{ name: 'a' }] })));
  });

  it('have names as the stack takes them', () => {
    assert.ok(isSnapshotName('before-demo_2'));
    for (const name of ['', 'Before', 'two words', '-a', '../a', 'a'.repeat(31)])
      assert.ok(!isSnapshotName(name), name);
  });
});
