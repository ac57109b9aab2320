import { isProblem, type FieldError, type Problem, type ProblemCode } from '@app/contract/problem';

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
type NetworkErrorReason = 'network' | 'timeout' | 'unreadable';

export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly reason: NetworkErrorReason;

  constructor(reason: NetworkErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Statuses that say "not now" rather than "never". */
const passing = new Set([408, 425, 429, 502, 503, 504]);

/** Whether the same request may succeed later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ApiProblem) return passing.has(error.problem.status);
  return error instanceof NetworkError && error.reason !== 'unreadable';
}

/** An error in words: what happened, what to do, and under which id the API's log has it. */
interface ErrorDescription {
  readonly title: string;
  readonly detail: string;
  readonly id: string | null;
}

const titles: Record<NetworkErrorReason, string> = {
  network: 'The API cannot be reached',
  timeout: 'The API does not answer in time',
  unreadable: 'The API’s answer is not understood',
};

export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ApiProblem) {
    const { title, detail, id, errors } = error.problem;
    const fields = errors?.map((item) => `${item.field || item.in}: ${item.message}`).join('; ');
    return { title, detail: [detail, fields].filter(Boolean).join(' '), id };
  }
  if (error instanceof NetworkError) return { title: titles[error.reason], detail: error.message, id: null };
  return { title: 'Something went wrong', detail: error instanceof Error ? error.message : String(error), id: null };
}
