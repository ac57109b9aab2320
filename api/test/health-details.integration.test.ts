import assert from 'node:assert/strict';
import { healthPaths, healthReportSchema } from '@zero-to-running/health/contract/report';
import { problemSchema } from '@app/contract/problem';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { readEvents } from './support/event-reader.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const token = 'only-for-those-inside';
const bearer = { authorization: `Bearer ${token}` };
const { all, database, cache, history, stream, live, ready } = healthPaths;

describe('health details behind a token', () => {
  needs('database', 'cache');

  let api: TestApi;

  const body = async (path: string, headers: Record<string, string> = {}): Promise<unknown> =>
    (await api.fetch(path, { headers })).json();

  before(async () => {
    api = await startTestApi({ HEALTH_DETAIL_TOKEN: token, STACK_NAME: 'shop-1' });
    await eventually('all healthy', async () => (await api.fetch(all)).status === 200);
  });

  after(() => api.close());

  for (const [who, headers] of Object.entries({ nobody: {}, 'a wrong token': { authorization: 'Bearer wrong' } })) {
    it(`show each service's status and no more to ${who}`, async () => {
      const summary = await body(all, headers);
      assert.deepEqual(Object.keys(Object(summary)), ['status', 'timestamp', 'detail', 'services']);
      const healthy = { status: 'healthy' };
      assert.deepEqual(Object(summary).services, { api: healthy, database: healthy, cache: healthy });
      assert.deepEqual(await body(database, headers), healthy);
      assert.deepEqual(await body(cache, headers), healthy);
      const refused = await api.fetch(history, { headers });
      assert.equal(refused.status, 401);
      assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer realm="/);
      assert.equal(problemSchema.parse(await refused.json()).type, 'urn:problem:unauthorized');
    });
  }

  it('show all to a bearer of the token', async () => {
    assert.equal(healthReportSchema.parse(await body(all, bearer)).stack, 'shop-1');
    assert.equal(Object(await body(database, bearer)).critical, true);
    assert.equal((await api.fetch(history, { headers: bearer })).status, 200);
  });

  it('show on the stream to each reader what he may see', async () => {
    const outside = await readEvents(api.origin + stream);
    const inside = await readEvents(api.origin + stream, bearer);
    await Promise.all([outside, inside].map((reader) => reader.event('first', () => true)));
    assert.deepEqual(Object.keys(outside.events[0] ?? {}), ['status', 'timestamp', 'services', 'detail']);
    healthReportSchema.parse(inside.events[0]);
    outside.close();
    inside.close();
  });

  it('keep the status of the answer', async () => {
    await api.databaseProxy.refuse();
    await eventually('503', async () => (await api.fetch(database)).status === 503);
    assert.equal((await api.fetch(all)).status, 503);
    assert.deepEqual(await body(database), { status: 'unhealthy' });
    assert.equal(Object(await body(all)).status, 'error');
    assert.equal((await api.fetch(live)).status, 200);
    assert.equal((await api.fetch(ready)).status, 200);
  });
});
