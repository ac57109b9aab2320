import assert from 'node:assert/strict';
import { taskPageSchema } from '@app/contract/tasks';
import { eventually } from '../../test-support/eventually.ts';
import { expectProblem } from '../../test-support/problems.ts';
import { needs } from '../../test-support/services.ts';
import { startTasksServer, type TasksServer } from '../../test-support/tasks-server.ts';

describe('GET of a page of tasks', () => {
  needs('database', 'cache');
  let tasks: TasksServer;

  before(async () => {
    tasks = await startTasksServer();
  });
  after(() => tasks?.close());
  beforeEach(() => tasks.reset());

  const patch = (id: string, body: unknown, ifMatch?: string) =>
    tasks.request(`/${id}`, { method: 'PATCH', body, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });

  const page = async (query = '') => {
    const response = await tasks.request(query);
    assert.equal(response.status, 200);
    return taskPageSchema.parse(await response.json());
  };

  const titles = async (query = '') => (await page(query)).items.map(({ title }) => title);

  it('is empty when there is nothing', async () => {
    assert.deepEqual(await page(), { items: [], nextCursor: null });
  });

  it('walks over all of them once, newest first, whatever comes meanwhile', async () => {
    for (let index = 1; index <= 7; index += 1) await tasks.create(`${index}`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { items, nextCursor } = await page(`?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...items.map(({ title }) => title));
      cursor = nextCursor;
      await tasks.create('newer');
    } while (cursor !== null);
    assert.deepEqual(seen, ['7', '6', '5', '4', '3', '2', '1']);
  });

  it('has no next page when the last one is full', async () => {
    for (const title of ['a', 'b']) await tasks.create(title);
    assert.equal((await page('?limit=2')).nextCursor, null);
    assert.notEqual((await page('?limit=1')).nextCursor, null);
  });

  it('filters by state, over pages, too', async () => {
    for (let index = 1; index <= 6; index += 1) await tasks.create(`${index}`, index % 2 === 0 ? 'done' : 'open');
    assert.deepEqual(await titles('?state=done'), ['6', '4', '2']);
    const { nextCursor } = await page('?state=open&limit=2');
    assert.deepEqual(await titles(`?state=open&limit=2&cursor=${nextCursor}`), ['1']);
  });

  it('has at most 50 by default', async () => {
    await tasks.pool.query(
      "INSERT INTO tasks (id, title, state) SELECT gen_random_uuid(), n::text, 'open' FROM generate_series(1, 120) n",
    );
    await tasks.cacheAdmin.flushdb();
    assert.equal((await page()).items.length, 50);
    assert.equal((await page('?limit=100')).items.length, 100);
  });

  it('hits the cache, and sees every change', async () => {
    const isHit = async (query: string) => (await tasks.request(query)).headers.get('x-cache') === 'hit';
    const { id } = await tasks.create('a');
    for (const query of ['', '?state=open', '?limit=1']) await eventually(`a hit of ${query}`, () => isHit(query));
    await patch(id, { title: 'b' }, '*');
    for (const query of ['', '?state=open', '?limit=1']) assert.deepEqual(await titles(query), ['b']);
    await patch(id, { state: 'done' }, '*');
    assert.deepEqual(await titles('?state=open'), []);
    await tasks.request(`/${id}`, { method: 'DELETE' });
    assert.deepEqual(await titles(), []);
  });

  for (const [query, field] of [
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=1.5', 'limit'],
    ['?limit=x', 'limit'],
    ['?limit=', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?state=closed', 'state'],
    ['?state=', 'state'],
    ['?cursor=', 'cursor'],
    ['?cursor=nonsense', 'cursor'],
    [`?cursor=${'x'.repeat(201)}`, 'cursor'],
    ['?cursor[before]=1', 'cursor[before]'],
    ['?page=2', 'page'],
  ] as const) {
    it(`refuses ${query.slice(0, 40)}, and names the parameter`, async () => {
      const problem = await expectProblem(await tasks.request(query), 400, 'bad-request');
      assert.deepEqual(
        problem.errors?.map((error) => [error.in, error.field]),
        [['query', field]],
      );
    });
  }
});
