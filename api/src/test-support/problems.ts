import assert from 'node:assert/strict';
import { isProblem, type Problem, type ProblemCode, problemMediaType, problemSchema } from '@app/contract/problem';

/** Asserts that an answer is a problem of a kind, and returns it. */
export async function expectProblem(response: Response, status: number, code: ProblemCode): Promise<Problem> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.equal(response.headers.get('content-type'), problemMediaType);
  const problem = problemSchema.parse(JSON.parse(text));
  assert(isProblem(problem, code), `${problem.type} is not ${code}`);
  assert.equal(problem.status, status);
  return problem;
}
