import assert from 'node:assert/strict';
import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import type { Task } from '@app/contract/tasks';
import type { TaskFilter } from './titles.ts';
import { dropTask, putIntoList, putTask } from './cached-lists.ts';
import { listTasks, type ListedPage } from './list-tasks.ts';

const instant = '2026-11-23T12:00:00.000Z';

function task(title: string, change: Partial<Task> = {}): Task {
  return { id: title, title, state: 'open', version: 1, createdAt: instant, updatedAt: instant, ...change };
}

function listOf(...pages: Task[][]) {
  const listed = pages.map((items): ListedPage => ({ items, nextCursor: null, cache: 'miss' }));
  return { pages: listed, pageParams: pages.map(() => null) };
}

const titles = (list: { pages: readonly ListedPage[] } | undefined) =>
  list?.pages.map(({ items }) => items.map(({ title, version }) => `${title}${version}`));

describe('cached lists', () => {
  const [a, b, c] = [task('a'), task('b'), task('c')];

  it('replace a task in its place, and leave other pages as they are', () => {
    const list = listOf([a, b], [c]);
    const changed = putIntoList(list, 'all', task('c', { version: 2 }));
    assert.deepEqual(titles(changed), [['a1', 'b1'], ['c2']]);
    assert.equal(changed.pages[0], list.pages[0]);
  });

  it('show a new task on top', () => {
    assert.deepEqual(titles(putIntoList(listOf([a], [c]), 'open', b)), [['b1', 'a1'], ['c1']]);
    assert.deepEqual(titles(putIntoList(listOf([]), 'all', a)), [['a1']]);
  });

  it('lose a task that no longer matches', () => {
    const done = task('a', { state: 'done' });
    assert.deepEqual(titles(putIntoList(listOf([a, b]), 'open', done)), [['b1']]);
    assert.deepEqual(titles(putIntoList(listOf([b]), 'open', done)), [['b1']]);
    assert.deepEqual(titles(putIntoList(listOf([b]), 'done', done)), [['a1', 'b1']]);
  });

  describe('of a client', () => {
    let client: QueryClient;
    let leave: () => void;
    beforeEach(() => {
      client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
      client.setQueryData(listTasks('all').queryKey, listOf([a, b]));
      client.setQueryData(listTasks('done').queryKey, listOf([]));
      leave = new InfiniteQueryObserver(client, listTasks('all')).subscribe(() => {});
    });
    afterEach(() => {
      leave();
      client.clear();
    });
    const cached = (filter: TaskFilter) => titles(client.getQueryData(listTasks(filter).queryKey));

    it('change where they are shown, and are forgotten where they are not', () => {
      putTask(client, task('a', { state: 'done', version: 2 }));
      assert.deepEqual(cached('all'), [['a2', 'b1']]);
      assert.equal(cached('done'), undefined);
    });

    it('lose what is deleted', () => {
      dropTask(client, 'a');
      assert.deepEqual(cached('all'), [['b1']]);
    });
  });
});
