import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthReportSchema } from '@zero-to-running/health/contract/report';
import { keyPrefix } from '@app/contract/cache-keys';
import { taskPageSchema } from '@app/contract/tasks';
import { Redis } from 'ioredis';
import { reset } from '../../src/data/reset.ts';
import { takeSnapshot } from '../../src/data/snapshots.ts';
import { undo } from '../../src/data/restore.ts';
import { until } from '../../src/process/wait.ts';
import { Playground, plenty } from './support/playground.ts';
import { startApi, type RunningApi } from './support/running-api.ts';

const deadlineMs = 20_000;

describe('the API that runs while its data are replaced', function suite() {
  this.timeout(240_000);
  let playground: Playground;
  let api: RunningApi;
  before(async () => {
    playground = await Playground.create();
    api = await startApi(playground.target);
  });
  after(() => api?.stop());

  const resetTo = (scale: number) => playground.run('reset', (session) => reset(session, { scale, maxBytes: plenty }));

  async function ask(path: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(api.origin + path, { signal: AbortSignal.timeout(10_000) });
    return { status: response.status, body: await response.json() };
  }

  async function listed(): Promise<number | undefined> {
    const { status, body } = await ask('/api/tasks?limit=100');
    return status === 200 ? taskPageSchema.parse(body).items.length : undefined;
  }

  async function becomesWell(): Promise<void> {
    let last: unknown;
    const isWell = async () => {
      last = (await ask('/health/all')).body;
      return healthReportSchema.parse(last).status === 'ok';
    };
    assert.ok(await until(isWell, { deadlineMs }), `not healthy again: ${JSON.stringify(last)}`);
  }

  it('serves the new ones at once, from the cache as well, and is the same process', async () => {
    for (const scale of [20, 30, 40]) {
      await listed();
      await resetTo(scale);
      assert.ok(await until(async () => (await listed()) === scale, { deadlineMs }), `not ${scale} tasks`);
      // What was cached before must not come back.
      for (let again = 0; again < 3; again += 1) assert.equal(await listed(), scale);
      await becomesWell();
    }
    await playground.run('undo', (session) => undo(session, plenty));
    assert.ok(await until(async () => (await listed()) === 30, { deadlineMs }));
    await becomesWell();
  });

  it('answers every request meanwhile, and shows nothing old afterwards', async () => {
    const stopped = new AbortController();
    const statuses = new Set<number>();
    const client = async () => {
      while (!stopped.signal.aborted) {
        statuses.add((await ask('/api/tasks?limit=100')).status);
        await sleep(2);
      }
    };
    const clients = Promise.all([1, 2, 3, 4].map(client));
    for (const scale of [11, 12, 13, 14]) {
      await resetTo(scale);
      assert.ok(await until(async () => (await listed()) === scale, { deadlineMs }));
      for (let again = 0; again < 5; again += 1) assert.equal((await listed()) ?? scale, scale);
    }
    await playground.run('snapshot', (session) => takeSnapshot(session, { maxBytes: plenty }));
    stopped.abort();
    await clients;
    assert.deepEqual(
      [...statuses].filter((status) => status !== 200 && status !== 503),
      [],
    );
    await becomesWell();
  });

  it('loses nothing but its own keys in the cache', async () => {
    const { cache } = playground.target;
    assert.ok(cache);
    const redis = new Redis(cache.port, cache.host);
    try {
      await redis.set('other:application', 'kept');
      await redis.set(`${keyPrefix}test`, 'gone');
      await resetTo(10);
      assert.equal(await redis.get('other:application'), 'kept');
      assert.equal(await redis.get(`${keyPrefix}test`), null);
    } finally {
      await redis.quit();
    }
  });

  it('gets an empty cache by the next command, when the cache was away', async () => {
    const { cache } = playground.target;
    assert.ok(cache);
    const told: string[] = [];
    const away = { ...playground.target, cache: { ...cache, port: 1 } };
    await playground.run('reset', (session) =>
      reset({ ...session, target: away, step: (text) => void told.push(text) }, { scale: 10, maxBytes: plenty }),
    );
    assert.match(told.join('\n'), /cache does not answer \(.*ECONNREFUSED.*\): it may show the old data/);
    const redis = new Redis(cache.port, cache.host);
    try {
      await redis.set(`${keyPrefix}test`, 'old');
      assert.equal((await playground.catalog()).live?.metadata?.cacheIsStale, false);
      assert.equal(await redis.get(`${keyPrefix}test`), null);
    } finally {
      await redis.quit();
    }
  });
});
