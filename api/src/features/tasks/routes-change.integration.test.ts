import assert from 'node:assert/strict';
import { type Task, taskSchema } from '@app/contract/tasks';
import { expectProblem } from '../../test-support/problems.ts';
import { needs } from '../../test-support/services.ts';
import { startTasksServer, type TasksServer } from '../../test-support/tasks-server.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

describe('changes of a task', () => {
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

  describe('PATCH', () => {
    it('changes what is named, and raises the version', async () => {
      const task = await tasks.create('a');
      const response = await patch(task.id, { state: 'done' }, '"1"');
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('etag'), '"2"');
      const changed = taskSchema.parse(await response.json());
      assert.deepEqual({ ...changed, updatedAt: '' }, { ...task, state: 'done', version: 2, updatedAt: '' });
      assert.match(changed.updatedAt, instant);
      assert(changed.updatedAt >= task.updatedAt);
      assert.deepEqual(await get(task.id), changed);
    });

    it('answers 428 without If-Match', async () => {
      const { id } = await tasks.create('a');
      const problem = await expectProblem(await patch(id, { title: 'b' }), 428, 'precondition-required');
      assert.deepEqual(
        problem.errors?.map((error) => [error.in, error.field]),
        [['header', 'If-Match']],
      );
    });

    it('answers 412 with the present version when it is based on another, and changes nothing', async () => {
      const { id } = await tasks.create('a');
      await patch(id, { title: 'b' }, '"1"');
      for (const stale of ['"1"', '"3"', '"x"', '"02"', 'W/"2"', '"99999999999999999999"', '"1", W/"2"']) {
        const response = await patch(id, { title: 'c' }, stale);
        assert.equal(response.headers.get('etag'), '"2"');
        const problem = await expectProblem(response, 412, 'precondition-failed');
        assert(problem.detail?.includes('"2"'));
      }
      assert.equal((await get(id)).title, 'b');
    });

    it('takes a list of versions, and * for any', async () => {
      const { id } = await tasks.create('a');
      assert.equal((await patch(id, { title: 'b' }, '"7", "1"')).status, 200);
      assert.equal((await patch(id, { title: 'c' }, '*')).status, 200);
      assert.equal((await get(id)).version, 3);
    });

    it('answers 400 to an If-Match that is none', async () => {
      const { id } = await tasks.create('a');
      const problem = await expectProblem(await patch(id, { title: 'b' }, '1'), 400, 'bad-request');
      assert.deepEqual(
        problem.errors?.map((error) => [error.in, error.field]),
        [['header', 'If-Match']],
      );
    });

    it('answers 404 for an id that nobody has, whatever the version', async () => {
      for (const ifMatch of ['"1"', '*']) {
        await expectProblem(await patch(unknownId, { title: 'b' }, ifMatch), 404, 'not-found');
      }
    });

    for (const body of [{}, { title: '' }, { state: null }, { version: 2 }, { title: 'b', state: 'x' }, [], 'x']) {
      it(`refuses ${JSON.stringify(body)}`, async () => {
        const { id } = await tasks.create('a');
        await expectProblem(await patch(id, body, '"1"'), 422, 'validation-failed');
        assert.equal((await get(id)).version, 1);
      });
    }

    it('lets one of many win that are based on the same version', async () => {
      const { id } = await tasks.create('a');
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => patch(id, { title: `${index}` }, '"1"')),
      );
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.equal(answers.filter(({ status }) => status === 412).length, 19);
      assert.equal((await get(id)).version, 2);
    });

    it('loses no change of many who repeat theirs on what they read', async () => {
      const { id } = await tasks.create('0');
      const increment = async (): Promise<void> => {
        for (;;) {
          const { title, version } = await get(id);
          const response = await patch(id, { title: String(Number(title) + 1) }, `"${version}"`);
          if (response.status === 200) return;
          assert.equal(response.status, 412);
        }
      };
      await Promise.all(Array.from({ length: 10 }, increment));
      const { title, version } = await get(id);
      assert.deepEqual([title, version], ['10', 11]);
    });
  });

  describe('DELETE', () => {
    it('deletes, and then there is nothing', async () => {
      const { id } = await tasks.create('a');
      const response = await tasks.request(`/${id}`, { method: 'DELETE' });
      assert.equal(response.status, 204);
      assert.equal(await response.text(), '');
      await expectProblem(await tasks.request(`/${id}`, { method: 'DELETE' }), 404, 'not-found');
    });

    it('heeds If-Match where it is given', async () => {
      const { id } = await tasks.create('a');
      const remove = (ifMatch: string) =>
        tasks.request(`/${id}`, { method: 'DELETE', headers: { 'if-match': ifMatch } });
      await expectProblem(await remove('"2"'), 412, 'precondition-failed');
      await expectProblem(await remove('W/"1"'), 412, 'precondition-failed');
      await expectProblem(await remove('1'), 400, 'bad-request');
      assert.equal((await remove('"1"')).status, 204);
    });
  });

  it('answers 405 with the methods there are', async () => {
    for (const [path, method, allow] of [
      ['', 'DELETE', 'GET, HEAD, POST, OPTIONS'],
      [`/${unknownId}`, 'PUT', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
    ] as const) {
      const response = await tasks.request(path, { method });
      assert.equal(response.headers.get('allow'), allow);
      await expectProblem(response, 405, 'method-not-allowed');
    }
  });
});
