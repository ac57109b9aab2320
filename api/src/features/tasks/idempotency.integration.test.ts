import assert from 'node:assert/strict';
import { type Task, taskSchema } from '@app/contract/tasks';
import { Client } from 'pg';
import { eventually } from '../../test-support/eventually.ts';
import { expectProblem } from '../../test-support/problems.ts';
import { needs } from '../../test-support/services.ts';
import { startTasksServer, type TasksServer } from '../../test-support/tasks-server.ts';
import { createKeyCleaner } from '../../db/idempotency.ts';
import { Database } from '../../db/query.ts';

const created = async (response: Response): Promise<Task> => {
  assert.equal(response.status, 201, await response.clone().text());
  return taskSchema.parse(await response.json());
};

describe('Idempotency-Key', () => {
  needs('database', 'cache');
  let tasks: TasksServer;

  before(async () => {
    tasks = await startTasksServer();
  });
  after(() => tasks?.close());
  beforeEach(() => tasks.reset());

  const post = (key: string, body: unknown = { title: 'a' }) =>
    tasks.request('', { method: 'POST', body, headers: { 'idempotency-key': key } });

  const count = async (): Promise<number> =>
    (await tasks.pool.query('SELECT count(*)::integer AS count FROM tasks')).rows[0].count;

  it('creates once, and repeats the whole answer', async () => {
    const first = await post('k');
    const second = await post('k', { state: 'open', title: ' a ' });
    assert.equal(first.headers.get('idempotency-replayed'), null);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    for (const name of ['location', 'etag', 'content-type']) {
      assert.equal(second.headers.get(name), first.headers.get(name), name);
    }
    assert.deepEqual(await created(second), await created(first));
    assert.equal(await count(), 1);
  });

  it('repeats the first answer also when the task has changed or is gone', async () => {
    const task = await created(await post('k'));
    await tasks.request(`/${task.id}`, { method: 'PATCH', body: { title: 'b' }, headers: { 'if-match': '*' } });
    assert.deepEqual(await created(await post('k')), task);
    await tasks.request(`/${task.id}`, { method: 'DELETE' });
    assert.deepEqual(await created(await post('k')), task);
    assert.equal(await count(), 0);
  });

  it('refuses the key with another body, and names it', async () => {
    await post('k');
    for (const body of [{ title: 'b' }, { title: 'a', state: 'done' }]) {
      const problem = await expectProblem(await post('k', body), 422, 'idempotency-key-reused');
      assert(problem.detail?.includes('"k"'));
    }
    assert.equal(await count(), 1);
  });

  it('keeps keys apart, and creates one each without', async () => {
    const keyed = await Promise.all(['k', 'K', 'k2', 'ü'].map((key) => post(key).then(created)));
    const plain = await Promise.all([tasks.create('a'), tasks.create('a')]);
    assert.equal(new Set([...keyed, ...plain].map(({ id }) => id)).size, 6);
  });

  it('creates one task for many who come with the same key at the same time', async () => {
    const responses = await Promise.all(Array.from({ length: 30 }, () => post('k')));
    const ids = new Set(await Promise.all(responses.map(async (response) => (await created(response)).id)));
    assert.equal(ids.size, 1);
    assert.equal(await count(), 1);
    const replayed = responses.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
    assert.equal(replayed.length, 29);
  });

  it('answers 409 while the first request is not done, and forgets a key whose request failed', async () => {
    const first = new Client({ connectionString: tasks.databaseUrl });
    await first.connect();
    await first.query('BEGIN');
    await first.query("INSERT INTO idempotency_keys VALUES ('k', 'x', gen_random_uuid(), now())");
    const response = await post('k');
    assert.equal(response.headers.get('retry-after'), '1');
    const problem = await expectProblem(response, 409, 'conflict');
    assert(problem.detail?.includes('"k"'));
    await first.query('ROLLBACK');
    await first.end();
    assert.equal((await post('k')).headers.get('idempotency-replayed'), null);
  });

  it('refuses an empty key and one that is too long', async () => {
    for (const key of ['', 'x'.repeat(256)]) {
      const problem = await expectProblem(await post(key), 400, 'bad-request');
      assert.deepEqual(
        problem.errors?.map((error) => [error.in, error.field]),
        [['header', 'Idempotency-Key']],
      );
    }
    assert.equal((await post('x'.repeat(255))).status, 201);
    assert.equal(await count(), 1);
  });

  it('does not take up the key of a request that is refused', async () => {
    await expectProblem(await post('k', { title: '' }), 422, 'validation-failed');
    assert.equal((await post('k')).headers.get('idempotency-replayed'), null);
  });

  const age = (hours: number) =>
    tasks.pool.query(`UPDATE idempotency_keys SET created_at = now() - make_interval(hours => $1)`, [hours]);

  it('remembers a key for 24 hours', async () => {
    const first = await created(await post('k'));
    await age(23);
    assert.equal((await created(await post('k'))).id, first.id);
    await age(25);
    const later = await post('k', { title: 'b' });
    assert.equal(later.headers.get('idempotency-replayed'), null);
    assert.notEqual((await created(later)).id, first.id);
    assert.equal((await post('k', { title: 'b' })).headers.get('idempotency-replayed'), 'true');
  });

  const keys = async (): Promise<string[]> =>
    (await tasks.pool.query('SELECT key FROM idempotency_keys ORDER BY key')).rows.map(({ key }) => key);

  describe('cleaning up', () => {
    it('deletes what has expired, and nothing else, at most once a minute', async () => {
      const clean = createKeyCleaner(new Database({ pool: tasks.pool }));
      await post('old');
      await age(25);
      await post('new');
      await clean();
      assert.deepEqual(await keys(), ['new']);
      await age(25);
      await clean();
      assert.deepEqual(await keys(), ['new']);
    });

    it('happens by itself when keys are used', async () => {
      const other = await startTasksServer();
      await other.request('', { method: 'POST', body: { title: 'a' } });
      await other.pool.query(
        "INSERT INTO idempotency_keys VALUES ('old', 'x', gen_random_uuid(), now() - interval '2 days')",
      );
      await other.request('', { method: 'POST', body: { title: 'a' }, headers: { 'idempotency-key': 'k' } });
      await eventually('it is gone', async () => {
        const { rows } = await other.pool.query('SELECT key FROM idempotency_keys');
        return rows.length === 1 && rows[0].key === 'k';
      });
      await other.close();
    });

    it('does not wait for a key that is in use', async () => {
      await post('old');
      await age(25);
      const busy = new Client({ connectionString: tasks.databaseUrl });
      await busy.connect();
      await busy.query("BEGIN; SELECT FROM idempotency_keys WHERE key = 'old' FOR UPDATE");
      await createKeyCleaner(new Database({ pool: tasks.pool }))();
      await busy.end();
      assert.deepEqual(await keys(), ['old']);
    });
  });
});
