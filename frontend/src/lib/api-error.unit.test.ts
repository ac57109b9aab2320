import assert from 'node:assert/strict';
import { problemType, type Problem, type ProblemCode } from '@app/contract/problem';
import { ApiProblem, isTransient, NetworkError, describeError } from './api-error.ts';

function problem(status: number, code: ProblemCode, rest: Partial<Problem> = {}): ApiProblem {
  return new ApiProblem({ type: problemType(code), title: 'Title', status, id: 'id-1', ...rest });
}

describe('errors of the API', () => {
  it('tells what may pass from what will not', () => {
    assert.equal(isTransient(problem(503, 'unavailable')), true);
    assert.equal(isTransient(problem(429, 'too-many-requests')), true);
    assert.equal(isTransient(problem(500, 'internal-error')), false);
    assert.equal(isTransient(problem(422, 'validation-failed')), false);
    assert.equal(isTransient(new NetworkError('timeout', '')), true);
    assert.equal(isTransient(new NetworkError('network', '')), true);
    assert.equal(isTransient(new NetworkError('unreadable', '')), false);
    assert.equal(isTransient(new TypeError('bug')), false);
  });

  it('describes a problem with its fields and the id of the log', () => {
    const errors = [
      { in: 'body' as const, field: 'title', message: 'must not be empty' },
      { in: 'body' as const, field: '', message: 'must be an object' },
    ];
    assert.deepEqual(describeError(problem(422, 'validation-failed', { detail: 'Look:', errors })), {
      title: 'Title',
      detail: 'Look: title: must not be empty; body: must be an object',
      id: 'id-1',
    });
  });

  it('describes whatever is thrown', () => {
    assert.equal(describeError(new NetworkError('timeout', 'x')).title, 'The API does not answer in time');
    assert.deepEqual(describeError(new Error('bug')), { title: 'Something went wrong', detail: 'bug', id: null });
    assert.equal(describeError('thrown text').detail, 'thrown text');
  });

  it('finds the error of a field', () => {
    const failure = problem(422, 'validation-failed', { errors: [{ in: 'body', field: 'title', message: 'm' }] });
    assert.equal(failure.fieldError('title')?.message, 'm');
    assert.equal(failure.fieldError('state'), undefined);
    assert.equal(problem(503, 'unavailable').fieldError('title'), undefined);
  });
});
