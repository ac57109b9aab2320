import assert from 'node:assert/strict';
import { reset } from '../../src/data/reset.ts';
import { takeSnapshot } from '../../src/data/snapshots.ts';
import { Playground, plenty } from './support/playground.ts';

describe('snapshots', function suite() {
  this.timeout(240_000);
  let playground: Playground;
  before(async () => {
    playground = await Playground.create();
  });

  const snapshot = (name?: string, maxBytes = plenty) =>
    playground.run('snapshot', (session) => takeSnapshot(session, { name, maxBytes }));
  const names = async () => (await playground.catalog()).snapshots.map(({ name }) => name);

  it('are kept: all with a name, and the last ten of the others', async () => {
    await snapshot('first');
    const automatic: string[] = [];
    for (let count = 0; count < 12; count += 1) automatic.unshift(await snapshot());
    assert.deepEqual(await names(), [...automatic.slice(0, 10), 'first']);
  });

  it('make room for a new one, the oldest automatic ones first', async () => {
    const { live, snapshots } = await playground.catalog();
    assert.ok(live);
    const room = live.bytes * 3.5;
    const name = await snapshot(undefined, room);
    assert.deepEqual(await names(), [name, snapshots[0]?.name, 'first']);
  });

  it('with a name never do: then nothing is made, and nothing deleted', async () => {
    const before = await names();
    const fingerprint = await playground.fingerprint();
    const bytes = (await playground.catalog()).live?.bytes ?? 0;
    for (const maxBytes of [bytes / 2, bytes * 1.5]) {
      await assert.rejects(snapshot('second', maxBytes), /SNAPSHOTS_MAX_MB=\d+ allows/);
      await assert.rejects(
        playground.run('reset', (session) => reset(session, { scale: 1, maxBytes })),
        /SNAPSHOTS_MAX_MB=\d+ allows/,
      );
    }
    assert.deepEqual(await names(), before);
    assert.equal(await playground.fingerprint(), fingerprint);
  });
});
