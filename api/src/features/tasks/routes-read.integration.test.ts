import assert from 'node:assert/strict';
import { type Task, taskSchema } from '@app/contract/tasks';
import { eventually } from '../../test-support/eventually.ts';
import { expectProblem } from '../../test-support/problems.ts';
import { needs } from '../../test-support/services.ts';
import { startTasksServer, type TasksServer } from '../../test-support/tasks-server.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';

describe('GET of a task', () => {
  needs('database', 'cache');
  let tasks: TasksServer;

  before(async () => {
    tasks = await startTasksServer();
  });
  after(() => tasks?.close());
  beforeEach(() => tasks.reset());

  const patch = (id: string, body: unknown, ifMatch?: string) =>
    tasks.request(`/${id}`, { method: 'PATCH', body, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });

  const get = async (id: string): Promise<Task> => taskSchema.parse(await (await tasks.request(`/${id}`)).json());

  it('answers 404 for an id that nobody has', async () => {
    const problem = await expectProblem(await tasks.request(`/${unknownId}`), 404, 'not-found');
    assert(problem.detail?.includes(unknownId));
  });

  for (const id of ['1', 'x', `${unknownId}0`, '00000000-0000-0000-0000-00000000000g', '%00', "'--"]) {
    it(`answers 400 for an id that is none: ${id}`, async () => {
      const problem = await expectProblem(await tasks.request(`/${id}`), 400, 'bad-request');
      assert.deepEqual(
        problem.errors?.map((error) => [error.in, error.field]),
        [['path', 'id']],
      );
    });
  }

  it('takes an id in capital letters for the same', async () => {
    const task = await tasks.create('a');
    assert.deepEqual(await get(task.id.toUpperCase()), task);
  });

  it('misses, then hits with the same answer, and sees every change', async () => {
    const { id } = await tasks.create('a');
    const first = await tasks.request(`/${id}`);
    assert.equal(first.headers.get('x-cache'), 'miss');
    assert.equal(first.headers.get('cache-control'), 'private, no-cache');
    await eventually('a hit', async () => (await tasks.request(`/${id}`)).headers.get('x-cache') === 'hit');
    const second = await tasks.request(`/${id}`);
    const body = await second.text();
    assert.equal(body, await first.text());
    assert.equal(second.headers.get('etag'), '"1"');
    assert.equal(second.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(second.headers.get('content-length'), String(Buffer.byteLength(body)));
    await patch(id, { title: 'b' }, '"1"');
    const third = await tasks.request(`/${id}`);
    assert.deepEqual([third.headers.get('x-cache'), third.headers.get('etag')], ['miss', '"2"']);
    await tasks.request(`/${id}`, { method: 'DELETE' });
    await expectProblem(await tasks.request(`/${id}`), 404, 'not-found');
  });

  for (const [value, status] of [
    ['"1"', 304],
    ['W/"1"', 304],
    ['"7", "1"', 304],
    ['*', 304],
    ['"2"', 200],
    ['nonsense', 200],
  ] as const) {
    it(`answers ${status} to If-None-Match: ${value}, from the database and from the cache`, async () => {
      const { id } = await tasks.create('a');
      for (let times = 0; times < 3; times += 1) {
        const response = await tasks.request(`/${id}`, { headers: { 'if-none-match': value } });
        assert.equal(response.status, status);
        assert.equal(response.headers.get('etag'), '"1"');
        assert.equal((await response.text()).length > 0, status === 200);
      }
    });
  }

  it('answers HEAD without a body', async () => {
    const { id } = await tasks.create('a');
    const response = await tasks.request(`/${id}`, { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert(Number(response.headers.get('content-length')) > 0);
    assert.equal(await response.text(), '');
  });
});
