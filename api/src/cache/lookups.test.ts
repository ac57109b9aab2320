import assert from 'node:assert/strict';
import { Lookups } from './lookups.ts';

/** A server that has a value for every key that begins with "k", and counts what it is asked. */
class Server {
  readonly asked: string[][] = [];
  failure: Error | undefined;

  async mget(keys: string[]): Promise<(string | null)[]> {
    this.asked.push(keys);
    if (this.failure) throw this.failure;
    return keys.map((key) => (key.startsWith('k') ? `value of ${key}` : null));
  }
}

describe('Lookups', () => {
  let server: Server;
  let lookups: Lookups;

  beforeEach(() => {
    server = new Server();
    lookups = new Lookups(server);
  });

  it('returns the values in the order of the keys, and null for what is not there', async () => {
    assert.deepEqual(await lookups.get(['k2', 'x', 'k1', 'k2']), ['value of k2', null, 'value of k1', 'value of k2']);
  });

  it('asks once for all who ask in one turn, and once for each key', async () => {
    const results = await Promise.all([lookups.get(['a', 'k1']), lookups.get(['a', 'k2']), lookups.get(['k1'])]);
    assert.deepEqual(server.asked, [['a', 'k1', 'k2']]);
    assert.deepEqual(results, [[null, 'value of k1'], [null, 'value of k2'], ['value of k1']]);
  });

  it('asks again for who comes after the question was sent, even before its answer', async () => {
    const first = lookups.get(['k1']);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, lookups.get(['k1'])]);
    assert.deepEqual(server.asked, [['k1'], ['k1']]);
  });

  it('keeps questions short', async () => {
    const results = await Promise.all(Array.from({ length: 2_500 }, (_, index) => lookups.get([`k${index}`])));
    assert.deepEqual(
      server.asked.map(({ length }) => length),
      [1_000, 1_000, 500],
    );
    assert.deepEqual(results[2_400], ['value of k2400']);
  });

  it('fails for all who asked, and works for the next', async () => {
    server.failure = new Error('x');
    const asked = [lookups.get(['k1']), lookups.get(['k2'])];
    for (const each of asked) await assert.rejects(each, server.failure);
    server.failure = undefined;
    assert.deepEqual(await lookups.get(['k1']), ['value of k1']);
  });
});
