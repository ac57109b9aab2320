import assert from 'node:assert/strict';
import { taskCreateSchema, taskListQuerySchema } from '@app/contract/tasks';
import { z } from 'zod';
import { HttpProblem } from './problem.ts';
import { parsePart } from './validate.ts';

function problemOf(...args: Parameters<typeof parsePart>): HttpProblem {
  try {
    parsePart(...args);
  } catch (error) {
    if (error instanceof HttpProblem) return error;
  }
  return assert.fail('was accepted');
}

describe('parsePart', () => {
  it('returns what the schema makes of the value', () => {
    assert.deepEqual(parsePart('query', taskListQuerySchema, { limit: '7' }), { limit: 7 });
  });

  it('names every field that is wrong, with what it must be', () => {
    const { code, status, errors, detail } = problemOf('body', taskCreateSchema, { title: 3, state: 'x', extra: 1 });
    assert.deepEqual({ code, status }, { code: 'validation-failed', status: 422 });
    assert.deepEqual(errors, [
      { in: 'body', field: 'title', message: 'must be a string' },
      { in: 'body', field: 'state', message: 'must be one of open, done, not "x"' },
      { in: 'body', field: 'extra', message: 'is not a recognized field' },
    ]);
    assert.equal(
      detail,
      'title must be a string; state must be one of open, done, not "x"; extra is not a recognized field',
    );
  });

  it('refuses what is not in the body with 400', () => {
    const { code, status, errors } = problemOf('query', taskListQuerySchema, { limit: '0', cursor: 'c', page: '2' });
    assert.deepEqual({ code, status }, { code: 'bad-request', status: 400 });
    assert.deepEqual(errors, [
      { in: 'query', field: 'limit', message: 'must be at least 1, not 0' },
      { in: 'query', field: 'page', message: 'is not a recognized field' },
    ]);
  });

  it('says of the whole that it is missing or of another type', () => {
    assert.equal(problemOf('body', taskCreateSchema, undefined).detail, 'the body is required');
    assert.equal(problemOf('body', taskCreateSchema, []).detail, 'the body must be an object');
    assert.equal(problemOf('body', taskCreateSchema, null).detail, 'the body must be an object');
  });

  it('words every kind of issue that schemas here can have', () => {
    const schema = z.strictObject({
      text: z.string().min(2).max(3),
      list: z.array(z.int()).max(1),
      count: z.int(),
      even: z.number().multipleOf(2),
      id: z.uuid(),
      literal: z.literal('a'),
      inner: z.strictObject({ flag: z.boolean() }),
    });
    const value = { text: 'x', list: [1, 2], count: 1.5, even: 3, id: 'y', literal: 'b', inner: { flag: 1, more: 2 } };
    const messages = Object.fromEntries(
      (problemOf('body', schema, value).errors ?? []).map((error) => [error.field, error.message]),
    );
    assert.deepEqual(messages, {
      text: 'must have at least 2 characters',
      list: 'must have at most 1 item',
      count: 'must be a whole number',
      even: 'must be a multiple of 2',
      id: 'must be a UUID',
      literal: 'must be a, not "b"',
      'inner.flag': 'must be true or false',
      'inner.more': 'is not a recognized field',
    });
  });

  it('does not repeat long values', () => {
    assert.equal(problemOf('body', z.enum(['a']), 'x'.repeat(1_000)).errors?.[0]?.message, 'must be a');
  });
});
