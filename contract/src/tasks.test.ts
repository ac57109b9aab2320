import assert from 'node:assert/strict';
import {
  taskCreateSchema,
  taskEtag,
  taskLimits,
  taskListQuerySchema,
  taskPageSchema,
  taskSchema,
  taskUpdateSchema,
} from './tasks.ts';

const task = {
  id: '0b0f4c1e-5d7e-4a59-9a55-6b1f6c3b6a10',
  title: 'Water the plants',
  state: 'open',
  version: 3,
  createdAt: '2026-11-23T12:00:00.000Z',
  updatedAt: '2026-11-23T12:00:00.000Z',
} as const;

describe('task', () => {
  it('from a newer producer, with a field that is not known here, is read all the same', () => {
    assert.deepEqual(taskSchema.parse({ ...task, colour: 'green' }), task);
    assert.deepEqual(taskPageSchema.parse({ items: [task], nextCursor: null, total: 1 }).items, [task]);
  });

  it('has its version, quoted, as entity tag', () => {
    assert.equal(taskEtag(task), '"3"');
  });
});

describe('task to create', () => {
  it('is open unless it says otherwise, and its title is trimmed', () => {
    assert.deepEqual(taskCreateSchema.parse({ title: '  Water the plants ' }), {
      title: 'Water the plants',
      state: 'open',
    });
  });

  it(`may have a title of ${taskLimits.titleLength} characters`, () => {
    assert.ok(taskCreateSchema.safeParse({ title: 'x'.repeat(taskLimits.titleLength) }).success);
  });

  const refused: [string, unknown, RegExp][] = [
    ['a missing title', {}, /title/],
    ['an empty title', { title: '' }, /must not be empty/],
    ['a title of blanks', { title: ' \t ' }, /must not be empty/],
    ['a title that is too long', { title: 'x'.repeat(taskLimits.titleLength + 1) }, /at most 200 characters/],
    ['a title with a null character', { title: 'a\u0000b' }, /U\+0000/],
    ['a title that is not a string', { title: 7 }, /string/],
    ['an unknown state', { title: 'x', state: 'half' }, /open/],
    ['an unknown field', { title: 'x', priority: 1 }, /priority/],
    ['something that is not an object', [], /object/],
  ];
  for (const [what, body, message] of refused) {
    it(`is refused with ${what}`, () => {
      const result = taskCreateSchema.safeParse(body);
      assert.ok(!result.success);
      assert.match(JSON.stringify(result.error.issues), message);
    });
  }
});

describe('change of a task', () => {
  it('names at least one field', () => {
    assert.ok(!taskUpdateSchema.safeParse({}).success);
    assert.deepEqual(taskUpdateSchema.parse({ state: 'done' }), { state: 'done' });
  });
});

describe('query for a list of tasks', () => {
  it('has a default page size', () => {
    assert.deepEqual(taskListQuerySchema.parse({}), { limit: taskLimits.defaultPageSize });
  });

  for (const limit of ['0', '-1', '1.5', 'many', '', String(taskLimits.pageSize + 1)]) {
    it(`refuses the limit '${limit}'`, () => assert.ok(!taskListQuerySchema.safeParse({ limit }).success));
  }

  it('refuses a parameter that it does not know', () => {
    assert.ok(!taskListQuerySchema.safeParse({ page: '2' }).success);
  });
});
