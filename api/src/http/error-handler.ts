import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { classifyError } from '../health/classify.ts';
import { summariseError } from '../health/connection-log.ts';
import { maxBody } from './json-body.ts';
import { HttpProblem } from './problem.ts';
import { requestId } from './request-id.ts';
import { requestPath } from './request-path.ts';
import { sendProblem } from './send-problem.ts';

/** What body-parser and Express's router throw; `status` is 4xx where the caller caused it. */
interface LibraryError extends Error {
  readonly status?: unknown;
  readonly type?: unknown;
}

function fromLibrary(cause: LibraryError): HttpProblem {
  const detail = cause.message;
  switch (cause.type) {
    case 'entity.parse.failed':
      return new HttpProblem('malformed-json', { detail, cause });
    case 'entity.too.large':
      return new HttpProblem('payload-too-large', { detail: `The body may have at most ${maxBody.text}`, cause });
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new HttpProblem('unsupported-media-type', { detail, cause });
    default:
      return new HttpProblem('bad-request', { detail, cause });
  }
}

function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const caused =
    error instanceof Error && 'status' in error && Number(error.status) >= 400 && Number(error.status) < 500;
  if (caused) return fromLibrary(error);
  return new HttpProblem('internal-error', {
    detail: 'The log has the reason, under the id of this answer',
    cause: error,
  });
}

/** For the end of all routes. */
export const notFound: RequestHandler = (req) => {
  throw new HttpProblem('not-found', { detail: `There is nothing at ${requestPath(req)}` });
};

/** An outage is logged once, by those who notice it; of each request that it costs, a line without a stack is enough. */
function logFailure(log: Logger, id: string, problem: HttpProblem): void {
  const { cause, code, detail, title } = problem;
  if (code !== 'unavailable') log.error({ id, err: cause ?? problem }, title);
  else if (cause === undefined) log.info({ id, error: detail }, title);
  else log.info({ id, reason: classifyError(cause), error: summariseError(cause) }, title);
}

/** Answers an error as a problem. The log has those that are not the caller's, under the same id. */
export type AnswerError = (error: unknown, req: IncomingMessage, res: ServerResponse) => void;

export function createAnswerError(log: Logger): AnswerError {
  return (error, req, res) => {
    const problem = toProblem(error);
    if (problem.status >= 500) logFailure(log, requestId(req), problem);
    // Too late for another answer: cutting the connection is all that tells the caller.
    if (res.headersSent) res.destroy();
    else sendProblem(req, res, problem);
  };
}

/** The same for errors of Express's routes. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  const answerError = createAnswerError(log);
  // Express tells error handlers by their four parameters.
  return (error, req, res, _next) => answerError(error, req, res);
}
