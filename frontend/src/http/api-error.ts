import { isProblem, type FieldError, type Problem, type ProblemCode } from '@zero-to-running/contract/problem';

/** The API answered with a problem (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  /** Milliseconds to wait before another attempt, where the API said so. */
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, retryAfterMs: number | null = null) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }

  is(code: ProblemCode): boolean {
    return isProblem(this.problem, code);
  }

  /** What is wrong with a field, or undefined. */
  fieldError(field: string): FieldError | undefined {
    return this.problem.errors?.find((error) => error.field === field);
  }
}

/** There is no answer one could use: `network` (none came), `timeout` (none in time), `unreadable` (not as agreed). */
export type NoAnswerReason = 'network' | 'timeout' | 'unreadable';

export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly reason: NoAnswerReason;

  constructor(reason: NoAnswerReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Statuses that say "not now" rather than "never". */
const passing = new Set([408, 425, 429, 502, 503, 504]);

/** Whether the same request may succeed later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ApiProblem) return passing.has(error.problem.status);
  return error instanceof NoAnswer && error.reason !== 'unreadable';
}
