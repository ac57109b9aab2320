import assert from 'node:assert/strict';
import { problemMediaType, type Problem, problemSchema } from '@app/contract/problem';

/** The problem in an answer, which has to have the answer's status and id. */
export async function problemOf(response: Response): Promise<Problem> {
  assert.equal(response.headers.get('content-type'), problemMediaType);
  const problem = problemSchema.parse(await response.json());
  assert.equal(problem.status, response.status);
  assert.equal(problem.id, response.headers.get('x-request-id'));
  return problem;
}
