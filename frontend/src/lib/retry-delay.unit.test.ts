import assert from 'node:assert/strict';
import { problemType } from '@app/contract/problem';
import { ApiProblem } from './api-error.ts';
import { retryDelayMs } from './http-client.ts';

const problem = { type: problemType('too-many-requests'), title: 'Too many requests', status: 429, id: '1' };

describe('delay before a request is made again', () => {
  it('is what the API asks for, within bounds', () => {
    assert.equal(retryDelayMs(0, new ApiProblem(problem, 3_000)), 3_000);
    assert.equal(retryDelayMs(0, new ApiProblem(problem, 60_000)), 5_000);
  });

  it('is never shorter than the back-off', () => {
    assert.ok(retryDelayMs(2, new ApiProblem(problem, 0)) >= 1_000);
    assert.ok(retryDelayMs(0, new Error('broken')) >= 250);
  });
});
