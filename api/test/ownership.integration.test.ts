import assert from 'node:assert/strict';
import { type Task, taskPageSchema, tasksPath, taskSchema } from '@app/contract/tasks';
import { needs } from '../src/test-support/services.ts';
import type { MiniBrowser } from './support/mini-browser.ts';
import { type SignInTest, startSignInTest } from './support/sign-in.ts';

/** Asserts that all titles are those of one owner. */
function only(titles: readonly string[], owner: string): void {
  assert.ok(titles.every((title) => title === `of ${owner}`));
}

const lists = ['', '?limit=1', '?state=open', '?state=open&limit=1', '?state=done'];

describe('tasks of several people', () => {
  needs('database', 'cache');
  let test: SignInTest;
  const browsers = new Map<string, MiniBrowser>();
  const tasks = new Map<string, Task>();

  const browserOf = (name: string): MiniBrowser => {
    const browser = browsers.get(name);
    assert.ok(browser);
    return browser;
  };
  const taskOf = (name: string): Task => {
    const task = tasks.get(name);
    assert.ok(task);
    return task;
  };

  before(async () => {
    test = await startSignInTest();
    for (const name of ['ada', 'bob', 'grace']) browsers.set(name, await test.signIn(name));
    for (const name of ['ada', 'bob']) tasks.set(name, await test.createTask(browserOf(name), `of ${name}`));
    await test.api.pool.query(`INSERT INTO tasks (id, title, state) VALUES (gen_random_uuid(), 'of nobody', 'open')`);
  });

  after(() => test.close());

  const titlesOf = async (who: string, query: string) => {
    const answer = await test.send(browserOf(who), tasksPath + query);
    assert.equal(answer.headers.get('vary')?.includes('Cookie'), true);
    return taskPageSchema.parse(await answer.json()).items.map(({ title }) => title);
  };

  const createWithKey = (who: string, title: string) =>
    test.send(browserOf(who), tasksPath, 'POST', { title }, { 'idempotency-key': 'the same' });

  const ask = (who: string, owner: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) =>
    test.send(browserOf(who), `${tasksPath}/${taskOf(owner).id}`, method, body, headers);

  // Each twice: from the database, and from what the one before left in the cache.
  for (const round of ['first', 'second']) {
    for (const query of lists) {
      it(`show each their own in ${tasksPath}${query}, the ${round} time`, async () => {
        const everything = await titlesOf('grace', query);
        only(await titlesOf('ada', query), 'ada');
        only(await titlesOf('bob', query), 'bob');
        if (query === '') assert.deepEqual(everything, ['of nobody', 'of bob', 'of ada']);
      });
    }

    it(`are nobody else's, but an administrator's, the ${round} time`, async () => {
      const seen: Record<string, number> = {};
      for (const owner of ['ada', 'bob']) {
        for (const who of ['ada', 'bob', 'grace', 'bob', 'ada']) {
          seen[`${who} reads ${owner}`] = (await ask(who, owner)).status;
        }
        // A tag that was learned elsewhere opens nothing.
        const known = { 'if-none-match': '"1"' };
        seen[`bob revalidates ${owner}`] = (await ask('bob', owner, 'GET', undefined, known)).status;
      }
      assert.deepEqual(seen, {
        'ada reads ada': 200,
        'ada reads bob': 404,
        'bob reads ada': 404,
        'bob reads bob': 200,
        'grace reads ada': 200,
        'grace reads bob': 200,
        'bob revalidates ada': 404,
        'bob revalidates bob': 304,
      });
    });
  }

  it('cannot be changed or deleted by others, who learn nothing of them', async () => {
    for (const version of ['"1"', '"7"', '*']) {
      assert.equal((await ask('bob', 'ada', 'PATCH', { title: 'taken' }, { 'if-match': version })).status, 404);
      assert.equal((await ask('bob', 'ada', 'DELETE', undefined, { 'if-match': version })).status, 404);
    }
    assert.equal((await ask('bob', 'ada', 'DELETE')).status, 404);
    const body = taskSchema.parse(await (await ask('ada', 'ada')).json());
    assert.equal(body.title, 'of ada');
  });

  it('are seen changed at once by their owner when an administrator changes them', async () => {
    await titlesOf('ada', '');
    await ask('ada', 'ada');
    assert.equal((await ask('grace', 'ada', 'PATCH', { title: 'of ada' }, { 'if-match': '*' })).status, 200);
    assert.equal(taskSchema.parse(await (await ask('ada', 'ada')).json()).version, 2);
    assert.deepEqual(await titlesOf('ada', ''), ['of ada']);
  });

  it('do not share idempotency keys', async () => {
    const [ada, bob, again] = [
      await createWithKey('ada', 'x'),
      await createWithKey('bob', 'y'),
      await createWithKey('ada', 'x'),
    ];
    assert.deepEqual([ada.status, bob.status, again.status], [201, 201, 201]);
    const [first, other, replayed] = await Promise.all(
      [ada, bob, again].map(async (each) => taskSchema.parse(await each.json())),
    );
    assert.notEqual(first?.id, other?.id);
    assert.equal(first?.id, replayed?.id);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
  });

  it('are not paged into with the cursor of somebody else', async () => {
    const page = taskPageSchema.parse(await (await test.send(browserOf('grace'), `${tasksPath}?limit=1`)).json());
    const titles = await titlesOf('bob', `?limit=100&cursor=${page.nextCursor}`);
    assert.ok(titles.length > 0 && titles.every((title) => ['of bob', 'y'].includes(title)));
  });
});
