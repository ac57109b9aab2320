import assert from 'node:assert/strict';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { problemSchema } from '@app/contract/problem';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { end, type EventReader, readEvents } from './support/event-reader.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const many = 300;

describe('health stream', () => {
  needs('database', 'cache');

  let api: TestApi;
  const readers: EventReader[] = [];

  const read = async (headers?: Record<string, string>): Promise<EventReader> => {
    const reader = await readEvents(api.origin + healthPaths.stream, headers);
    readers.push(reader);
    return reader;
  };

  beforeEach(async () => {
    api = await startTestApi({ HEALTH_STREAM_MAX: String(many) });
    await eventually('all healthy', async () =>
      (await (await api.fetch(healthPaths.all)).text()).includes('"status":"ok"'),
    );
  });

  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await api.close();
  });

  it('tells many readers of a change, of the recovery, and refuses more readers than there may be', async () => {
    const all = await Promise.all(Array.from({ length: many }, () => read()));
    await api.cacheProxy.refuse();
    await Promise.all(
      all.map((reader) =>
        reader.event(
          'degraded',
          ({ status, services }) => status === 'degraded' && services['cache']?.status === 'unhealthy',
        ),
      ),
    );
    const refused = await api.fetch(healthPaths.stream);
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get('retry-after'), '5');
    assert.match(problemSchema.parse(await refused.json()).detail ?? '', /limit of 300 readers/);
    await api.cacheProxy.pass();
    const [first] = all;
    assert(first);
    await eventually('ok again', () => first.events.at(-1)?.status === 'ok');
  });

  it('sends a heartbeat when nothing happens', async () => {
    const reader = await read();
    await eventually('three events', () => reader.events.length >= 3);
    const [first, , third] = reader.events;
    assert(first && third && third.timestamp > first.timestamp);
  });

  it('tells of a hanging database, and ends with the news that the process drains', async () => {
    const reader = await read();
    api.databaseProxy.hang();
    await reader.event('error', ({ status }) => status === 'error');
    api.health.lifecycle.enter('draining');
    api.health.stream.close();
    await end(reader);
    const last = reader.events.at(-1);
    assert.equal(last?.phase, 'draining');
    assert.equal((await api.fetch(healthPaths.stream)).status, 503);
  });
});
