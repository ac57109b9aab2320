import assert from 'node:assert/strict';
import { problemType } from '@app/contract/problem';
import { taskLimits } from '@app/contract/tasks';
import { ApiProblem, NetworkError } from '../../lib/api-error.ts';
import { refusedTitle, readFilter, titleError } from './titles.ts';

describe('titles of tasks', () => {
  it('follow the rules of the contract, in its words', () => {
    assert.equal(titleError('x'.repeat(taskLimits.titleLength)), null);
    assert.equal(titleError('<b>bold</b>'), null);
    assert.equal(titleError(' \t '), 'The title must not be empty.');
    assert.equal(titleError('x'.repeat(201)), 'The title must have at most 200 characters.');
    assert.equal(titleError('a\u0000b'), 'The title must not contain the character U+0000.');
  });

  it('are refused by the API with its reason', () => {
    const problem = { type: problemType('validation-failed'), title: 'Wrong', status: 422, id: '1' };
    const errors = [{ in: 'body' as const, field: 'title', message: 'must rhyme' }];
    assert.equal(refusedTitle(new ApiProblem({ ...problem, errors })), 'The title must rhyme.');
    assert.equal(refusedTitle(new ApiProblem(problem)), null);
    assert.equal(refusedTitle(new NetworkError('network', '')), null);
    assert.equal(refusedTitle(null), null);
  });
});

describe('filter of the list', () => {
  it('is read from the address, and is all for what there is not', () => {
    assert.equal(readFilter('done'), 'done');
    for (const text of [null, '', 'DONE', 'constructor']) assert.equal(readFilter(text), 'all');
  });
});
