import assert from 'node:assert/strict';
import { taskCreateSchema } from '@app/contract/tasks';
import { makeTasks } from './seed.ts';

describe('example tasks', () => {
  const tasks = [...makeTasks(5_000)];

  it('are always the same, those of a smaller count being the first of a larger one', () => {
    assert.deepEqual([...makeTasks(100)], tasks.slice(0, 100));
    assert.deepEqual([...makeTasks(0)], []);
  });

  it('are what the API takes, each with an id of its own', () => {
    for (const { title, state } of tasks) assert.deepEqual(taskCreateSchema.parse({ title, state }), { title, state });
    assert.equal(new Set(tasks.map(({ id }) => id)).size, tasks.length);
  });

  it('are of the past, in the order in which they were made', () => {
    const now = Date.UTC(2026, 0, 1);
    let last = 0;
    for (const { createdAt, updatedAt } of tasks) {
      assert.ok(createdAt.getTime() >= last && createdAt <= updatedAt && updatedAt.getTime() < now);
      last = createdAt.getTime();
    }
  });

  it('are of many kinds', () => {
    const done = tasks.filter(({ state }) => state === 'done').length / tasks.length;
    assert.ok(done > 0.4 && done < 0.8);
    assert.ok(new Set(tasks.map(({ title }) => title)).size > tasks.length * 0.7);
  });
});
