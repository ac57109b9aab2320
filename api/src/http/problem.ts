import type { FieldError, ProblemCode } from '@zero-to-running/contract/problem';

interface Kind {
  readonly status: number;
  readonly title: string;
}

/** Status and title of each kind of error; a title never changes between two occurrences (RFC 9457, section 3.1.3). */
export const problemKinds: Readonly<Record<ProblemCode, Kind>> = {
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'validation-failed': { status: 422, title: 'The body is not as described' },
  'bad-request': { status: 400, title: 'The request is not as described' },
  unauthorized: { status: 401, title: 'Credentials are missing or wrong' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method does not exist here' },
  conflict: { status: 409, title: 'The request conflicts with another one' },
  'precondition-failed': { status: 412, title: 'The resource has changed in the meantime' },
  'precondition-required': { status: 428, title: 'A condition is missing' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body has a type that is not accepted' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Not available at the moment' },
};

export interface HttpProblemOptions {
  /** What happened in this case, and what to do; a sentence for the caller. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Headers that go with the answer, such as `Allow` or `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What caused it; goes to the log only. */
  readonly cause?: unknown;
}

/**
 * An error that is an answer. Thrown anywhere in a route, rendered as problem+json with the request's id.
 * `validation-failed` (422) is for fields of the body, `bad-request` (400) for query, path and headers.
 */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, options: HttpProblemOptions = {}) {
    const { status, title } = problemKinds[code];
    super(options.detail ?? title, { cause: options.cause });
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = options.detail;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}
