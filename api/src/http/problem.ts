import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FieldError, type Problem, type ProblemCode, problemMediaType, problemType } from '@app/contract/problem';
import { requestId, requestPath } from './request.ts';
import { endAfterLingering, hasUnreadBody } from './unread-body.ts';

interface Kind {
  readonly status: number;
  readonly title: string;
}

/** Status and title of each kind of error; a title never changes between two occurrences (RFC 9457, section 3.1.3). */
const problemKinds: Readonly<Record<ProblemCode, Kind>> = {
  'malformed-json': { status: 400, title: 'The body is not valid JSON' },
  'validation-failed': { status: 422, title: 'The body does not match its schema' },
  'bad-request': { status: 400, title: 'The request does not match its schema' },
  unauthorized: { status: 401, title: 'Credentials are missing or wrong' },
  forbidden: { status: 403, title: 'The request is not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'The request conflicts with another one' },
  'precondition-failed': { status: 412, title: 'The resource has changed in the meantime' },
  'precondition-required': { status: 428, title: 'A precondition is missing' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The media type of the body is not supported' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
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
 * An error that is an answer, for the parts that know HTTP: middleware and routes. Rendered as problem+json with the
 * request's id. `validation-failed` (422) is for fields of the body, `bad-request` (400) for query, path and headers.
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

function toBody(req: IncomingMessage, { code, title, status, detail, errors }: HttpProblem): Problem {
  return {
    type: problemType(code),
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    instance: requestPath(req),
    id: requestId(req),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}

/**
 * Answers a request with a problem, in or outside of Express. Nothing of the answer may have been sent yet. A body that
 * is still coming is not read: the connection closes.
 */
export function sendProblem(req: IncomingMessage, res: ServerResponse, problem: HttpProblem): void {
  const body = Buffer.from(JSON.stringify(toBody(req, problem)));
  const unread = hasUnreadBody(req);
  res.writeHead(problem.status, {
    ...problem.headers,
    'Content-Type': problemMediaType,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId(req),
    ...(unread ? { Connection: 'close' } : {}),
  });
  if (req.method !== 'HEAD') res.write(body);
  if (unread) endAfterLingering(req, res);
  else res.end();
}
