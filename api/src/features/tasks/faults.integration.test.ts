import assert from 'node:assert/strict';
import { type Task, taskSchema } from '@app/contract/tasks';
import { Client } from 'pg';
import { eventually } from '../../test-support/eventually.ts';
import { expectProblem } from '../../test-support/problems.ts';
import { needs } from '../../test-support/services.ts';
import { startTasksServer, type TasksServer } from '../../test-support/tasks-server.ts';

const titleOf = async (response: Response): Promise<string> => taskSchema.parse(await response.json()).title;

describe('the tasks when a service fails', function faults() {
  needs('database', 'cache');
  this.timeout(20_000);
  let tasks: TasksServer;
  let task: Task;

  before(async () => {
    tasks = await startTasksServer(4);
  });
  after(() => tasks?.close());

  beforeEach(async () => {
    await tasks.reset();
    task = await tasks.create('a');
    await eventually('a hit', async () => (await read()).headers.get('x-cache') === 'hit');
  });

  const read = () => tasks.request(`/${task.id}`);

  const rename = (title: string) =>
    tasks.request(`/${task.id}`, { method: 'PATCH', body: { title }, headers: { 'if-match': '*' } });

  const cacheFaults: Readonly<Record<string, () => unknown>> = {
    refuses: () => tasks.cacheProxy.refuse(),
    'is silent': () => tasks.cacheProxy.hang(),
    'is slow': () => tasks.cacheProxy.delay(600),
    'cuts its connections': () => tasks.cacheProxy.cutAll(),
  };

  for (const [what, fail] of Object.entries(cacheFaults)) {
    describe(`Redis ${what}`, () => {
      it('every request is answered from the database, reads and writes alike', async () => {
        await fail();
        const response = await read();
        assert.equal(response.status, 200);
        assert.equal(await titleOf(response), 'a');
        assert.equal((await rename('b')).status, 200);
        assert.equal(await titleOf(await read()), 'b');
        assert.equal((await tasks.request('')).status, 200);
        assert.equal((await tasks.request('', { method: 'POST', body: { title: 'c' } })).status, 201);
      });

      it('nothing stale comes out of it when it is back, which it is by itself', async () => {
        await fail();
        await rename('b');
        await tasks.cacheProxy.pass();
        await eventually('a hit', async () => {
          const response = await read();
          assert.equal(response.status, 200);
          const cached = response.headers.get('x-cache') === 'hit';
          assert.equal(await titleOf(response), 'b');
          return cached;
        });
      });
    });
  }

  it('a silent Redis costs the first requests its time-out, and later ones nothing', async () => {
    tasks.cacheProxy.hang();
    await Promise.all(Array.from({ length: 20 }, read));
    // Each would wait half a second for it; together they would exceed the test's time-out.
    for (let times = 0; times < 60; times += 1) assert.equal((await read()).headers.get('x-cache'), 'bypass');
  });

  const databaseFaults: Readonly<Record<string, () => unknown>> = {
    refuses: () => tasks.databaseProxy.refuse(),
    'is silent': () => tasks.databaseProxy.hang(),
  };

  for (const [what, fail] of Object.entries(databaseFaults)) {
    it(`PostgreSQL ${what}: 503 in time, hits go on, and all is well again by itself`, async () => {
      await fail();
      const answers = await Promise.all([
        rename('b'),
        tasks.request('', { method: 'POST', body: { title: 'c' }, headers: { 'idempotency-key': 'k' } }),
        tasks.request('/00000000-0000-4000-8000-000000000000'),
        tasks.request('?limit=7'),
      ]);
      for (const answer of answers) {
        assert.equal(answer.headers.get('retry-after'), '1');
        const problem = await expectProblem(answer, 503, 'unavailable');
        assert.match(problem.detail ?? '', /^The database cannot be reached at the moment; try again in 1 s$/);
      }
      await tasks.databaseProxy.pass();
      await eventually('a write works', async () => (await rename('b')).status === 200);
    });
  }

  it('hits need no database', async () => {
    await tasks.databaseProxy.refuse();
    const response = await read();
    assert.deepEqual([response.status, response.headers.get('x-cache')], [200, 'hit']);
  });

  it('connections that are cut cost a request at most, and are replaced', async () => {
    tasks.databaseProxy.cutAll();
    await eventually('it works again', async () => (await rename('b')).status === 200);
  });

  it('an exhausted pool answers 503 in time, and is well again when it is free', async () => {
    const busy = await Promise.all(Array.from({ length: 4 }, () => tasks.pool.connect()));
    const answers = await Promise.all(Array.from({ length: 10 }, () => tasks.request('?limit=3')));
    for (const answer of answers) await expectProblem(answer, 503, 'unavailable');
    for (const client of busy) client.release();
    assert.equal((await tasks.request('?limit=3')).status, 200);
  });

  it('without both, requests fail in time, and the process lives', async () => {
    await tasks.databaseProxy.refuse();
    await tasks.cacheProxy.refuse();
    await expectProblem(await read(), 503, 'unavailable');
    await tasks.databaseProxy.pass();
    await tasks.cacheProxy.pass();
    await eventually('it works again', async () => (await read()).status === 200);
  });

  it('a write that was committed, but whose answer was lost, is not hidden by the cache', async () => {
    const admin = new Client({ connectionString: tasks.databaseUrl });
    await admin.connect();
    tasks.databaseProxy.delay(100);
    const answer = rename('b');
    await eventually('it is committed', async () => {
      const { rows } = await admin.query('SELECT 1 FROM tasks WHERE title = $1', ['b']);
      return rows.length === 1;
    });
    tasks.databaseProxy.cutAll();
    await expectProblem(await answer, 503, 'unavailable');
    await admin.end();
    await tasks.databaseProxy.pass();
    await eventually('the read works', async () => (await read()).status === 200);
    assert.equal(await titleOf(await read()), 'b');
  });
});
