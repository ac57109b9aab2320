import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceError } from '@zero-to-running/health/contract/report';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import {
  DatabaseUnavailableError,
  IdempotencyKeyBusyError,
  IdempotencyKeyReusedError,
  InvalidCursorError,
  NotFoundError,
  VersionConflictError,
} from '../errors.ts';
import { summariseError } from '../log.ts';
import { tooLarge } from './body.ts';
import { HttpProblem, sendProblem } from './problem.ts';
import { requestId, requestPath } from './request.ts';

/** What body-parser and Express's router throw; `status` is 4xx where the caller caused it. */
interface LibraryError extends Error {
  readonly status?: unknown;
  readonly type?: unknown;
}

/** Errors of zlib have a code, and tell of its own states. */
const isUnpacking = (error: LibraryError): boolean => 'code' in error;

const notAsEncoded = 'The body is not what its Content-Encoding says';

function fromLibrary(cause: LibraryError): HttpProblem {
  const detail = cause.message;
  switch (cause.type) {
    case 'entity.parse.failed':
      return new HttpProblem('malformed-json', { detail, cause });
    case 'entity.too.large':
      return tooLarge();
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new HttpProblem('unsupported-media-type', { detail, cause });
    default:
      return new HttpProblem('bad-request', { detail: isUnpacking(cause) ? notAsEncoded : detail, cause });
  }
}

const retryAfterSeconds = '1';

const details: Readonly<Partial<Record<ServiceError, string>>> = {
  busy: 'Another operation holds a lock on this data',
  exhausted: 'Too many requests wait for the database',
  full: 'The database has no room left',
  'read-only': 'The database accepts no changes at the moment',
};

function unavailable({ reason, cause }: DatabaseUnavailableError): HttpProblem {
  const detail = details[reason] ?? 'The database cannot be reached at the moment';
  return new HttpProblem('unavailable', {
    detail: `${detail}; try again in ${retryAfterSeconds} s`,
    headers: { 'Retry-After': retryAfterSeconds },
    cause,
  });
}

/** How each domain error is answered; undefined for what is none. */
function fromDomain(error: unknown): HttpProblem | undefined {
  if (error instanceof NotFoundError) return new HttpProblem('not-found', { detail: error.message });
  if (error instanceof VersionConflictError) {
    return new HttpProblem('precondition-failed', { detail: error.message, headers: { ETag: error.etag } });
  }
  if (error instanceof InvalidCursorError) {
    return new HttpProblem('bad-request', {
      detail: `cursor ${error.message}`,
      errors: [{ in: 'query', field: 'cursor', message: error.message }],
    });
  }
  if (error instanceof IdempotencyKeyReusedError) {
    return new HttpProblem('idempotency-key-reused', { detail: error.message });
  }
  if (error instanceof IdempotencyKeyBusyError) {
    return new HttpProblem('conflict', { detail: error.message, headers: { 'Retry-After': retryAfterSeconds } });
  }
  return error instanceof DatabaseUnavailableError ? unavailable(error) : undefined;
}

function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const known = fromDomain(error);
  if (known) return known;
  const caused =
    error instanceof Error && 'status' in error && Number(error.status) >= 400 && Number(error.status) < 500;
  if (caused) return fromLibrary(error);
  return new HttpProblem('internal-error', {
    detail: 'The log has the reason, under the id of this response',
    cause: error,
  });
}

/** For the end of all routes. @param places where a caller who is lost finds something */
export function notFound(places: readonly string[]): RequestHandler {
  return (req) => {
    const path = requestPath(req);
    const pointer = path === '/' ? `; look at ${places.join(' and ')}` : '';
    throw new HttpProblem('not-found', { detail: `There is nothing at ${path}${pointer}` });
  };
}

/** An outage is logged once, by those who notice it; of each request that it costs, a line without a stack is enough. */
function logFailure(log: Logger, id: string, problem: HttpProblem, error: unknown): void {
  const { cause, code, detail, title } = problem;
  const isOutage = error instanceof DatabaseUnavailableError;
  const reason = isOutage ? { reason: error.reason } : {};
  if (code !== 'unavailable') log.error({ id, err: cause ?? problem }, title);
  else if (cause === undefined) log.info({ id, ...reason, error: isOutage ? error.message : detail }, title);
  else log.info({ id, ...reason, error: summariseError(cause) }, title);
}

/**
 * Answers every error as a problem: the one place that knows which error is which answer. The log has those that are
 * not the caller's, under the same id.
 */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  const answer = (error: unknown, req: IncomingMessage, res: ServerResponse): void => {
    const problem = toProblem(error);
    if (problem.status >= 500) logFailure(log, requestId(req), problem, error);
    // Too late for another answer: cutting the connection is all that tells the caller.
    if (res.headersSent) res.destroy();
    else sendProblem(req, res, problem);
  };
  // Express tells error handlers by their four parameters.
  return (error, req, res, _next) => answer(error, req, res);
}
