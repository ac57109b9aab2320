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

  for (const title of ['Größe 🙂', '👩‍👩‍👧', 'שלום', 'e\u0301', '❤️', 'a\u200bb', 'पानी', '\u{1F3F4}\u{E0067}\u{E007F}']) {
    it(`may be called ${title}`, () => assert.equal(taskCreateSchema.parse({ title }).title, title));
  }

  const refused: [string, unknown, RegExp][] = [
    ['a missing title', {}, /title/],
    ['an empty title', { title: '' }, /must not be empty/],
    ['a title of blanks', { title: ' \t ' }, /must not be empty/],
    ['a title that is too long', { title: 'x'.repeat(taskLimits.titleLength + 1) }, /at most 200 characters/],
    ['a title with a null character', { title: 'a\u0000b' }, /U\+0000/],
    ['a title with a line break', { title: 'a\nb' }, /control characters/],
    ['a title with a bell', { title: 'a\u0007b' }, /control characters/],
    ['a title with a line separator', { title: 'a\u2028b' }, /control characters/],
    ['a title of zero-width spaces', { title: '\u200b\u200b' }, /can be seen/],
    ['a title of a joiner', { title: '\u200d' }, /can be seen/],
    ['a title of a Hangul filler', { title: '\u3164' }, /can be seen/],
    ['a title of a soft hyphen', { title: '\u00ad' }, /can be seen/],
    ['a title of an empty Braille pattern', { title: '\u2800' }, /can be seen/],
    ['a title of a variation selector', { title: '\ufe0f' }, /can be seen/],
    ['a title of tags', { title: '\u{e0041}' }, /can be seen/],
    ['a title with half of a pair', { title: 'a\ud800' }, /valid Unicode/],
    ['a title with the other half', { title: '\udc00b' }, /valid Unicode/],
    ['a title that turns the text around it', { title: 'a\u202eb' }, /direction/],
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

  for (const limit of [
    '0',
    '-1',
    '1.5',
    'many',
    '',
    '0x10',
    '1e1',
    ' 10 ',
    '+1',
    '1_0',
    '١',
    '9'.repeat(20),
    String(taskLimits.pageSize + 1),
  ]) {
    it(`refuses the limit '${limit}'`, () => assert.ok(!taskListQuerySchema.safeParse({ limit }).success));
  }

  it('refuses a parameter that it does not know', () => {
    assert.ok(!taskListQuerySchema.safeParse({ page: '2' }).success);
  });
});
