import assert from 'node:assert/strict';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { tasksPath } from '@app/contract/tasks';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const warning = 40;

describe('log of an outage', () => {
  needs('database', 'cache');

  let api: TestApi;

  beforeEach(async () => {
    api = await startTestApi({ DATABASE_STATEMENT_TIMEOUT_MS: '500' });
    await statusBecomes(200);
  });

  afterEach(() => api?.close());

  const statusBecomes = (status: number) =>
    eventually(
      `${healthPaths.database} ${status}`,
      async () => (await api.fetch(healthPaths.database)).status === status,
    );

  const fail = async (number: number): Promise<void> => {
    assert.equal((await api.fetch(`${tasksPath}?limit=${number + 1}`)).status, 503);
  };

  const faults: Readonly<Record<string, () => unknown>> = {
    refuses: () => api.databaseProxy.refuse(),
    hangs: () => api.databaseProxy.hang(),
  };

  for (const [what, begin] of Object.entries(faults)) {
    it(`says once that the database ${what}, once that it is back, and of each request no more than a line`, async () => {
      await begin();
      await statusBecomes(503);
      await Promise.all(Array.from({ length: 10 }, (_, number) => fail(number)));
      await api.databaseProxy.pass();
      await statusBecomes(200);
      const { lines, messages } = api.captured;
      await eventually('it is said', () => messages.includes('database is back'));
      const alarms = lines.filter(({ level }) => Number(level) >= warning);
      assert.deepEqual(
        alarms.map(({ msg }) => msg),
        ['Lost database; reconnecting'],
      );
      assert.equal(messages.filter((message) => message === 'database is back').length, 1);
      const requests = lines.filter(({ msg }) => msg === 'Temporarily unavailable');
      assert.equal(requests.length, 10);
      for (const { id, reason, error } of requests) assert(id && reason && error);
      assert(!JSON.stringify(lines).includes('.ts:'), 'there is a stack');
    });
  }
});
