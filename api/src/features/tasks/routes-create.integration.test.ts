import assert from 'node:assert/strict';
import { type Task, taskSchema, tasksPath } from '@app/contract/tasks';
import { expectProblem } from '../../test-support/problems.ts';
import { needs } from '../../test-support/services.ts';
import { startTasksServer, type TasksServer } from '../../test-support/tasks-server.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

describe('POST of a task', () => {
  needs('database', 'cache');
  let tasks: TasksServer;

  before(async () => {
    tasks = await startTasksServer();
  });
  after(() => tasks?.close());
  beforeEach(() => tasks.reset());

  const get = async (id: string): Promise<Task> => taskSchema.parse(await (await tasks.request(`/${id}`)).json());

  it('creates a task and says where it is', async () => {
    const response = await tasks.request('', { method: 'POST', body: { title: '  Water the plants ' } });
    assert.equal(response.status, 201);
    const task = taskSchema.parse(await response.json());
    assert.deepEqual([task.title, task.state, task.version], ['Water the plants', 'open', 1]);
    assert.match(task.createdAt, instant);
    assert.equal(task.updatedAt, task.createdAt);
    assert(Math.abs(Date.now() - Date.parse(task.createdAt)) < 60_000);
    assert.equal(response.headers.get('etag'), '"1"');
    assert.equal(response.headers.get('location'), `${tasksPath}/${task.id}`);
    assert.equal(response.headers.get('idempotency-replayed'), null);
    assert.deepEqual(await get(task.id), task);
  });

  it('takes the longest title, of any characters', async () => {
    for (const title of ['x'.repeat(200), '🙂'.repeat(100), "Robert'); DROP TABLE tasks;--", '<b>"\\ü']) {
      assert.equal((await get((await tasks.create(title)).id)).title, title);
    }
  });

  const refused: Readonly<Record<string, readonly [unknown, string]>> = {
    'no title': [{}, 'title'],
    'an empty title': [{ title: '' }, 'title'],
    'a title of blanks': [{ title: '   ' }, 'title'],
    'a title that is too long': [{ title: 'x'.repeat(201) }, 'title'],
    'a title that is a number': [{ title: 5 }, 'title'],
    'a title with a NUL': [{ title: 'a\0b' }, 'title'],
    'an unknown state': [{ title: 'a', state: 'closed' }, 'state'],
    'an unknown field': [{ title: 'a', id: unknownId }, 'id'],
    'a list': [[], ''],
    'no object': ['title', ''],
    nothing: [null, ''],
  };

  for (const [what, [body, field]] of Object.entries(refused)) {
    it(`refuses ${what}, and names the field`, async () => {
      const problem = await expectProblem(await tasks.request('', { method: 'POST', body }), 422, 'validation-failed');
      assert.deepEqual(
        problem.errors?.map((error) => [error.in, error.field]),
        [['body', field]],
      );
    });
  }
});
