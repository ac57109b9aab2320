import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Problem, problemMediaType, problemType } from '@zero-to-running/contract/problem';
import type { HttpProblem } from './problem.ts';
import { requestId } from './request-id.ts';
import { requestPath } from './request-path.ts';

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

/** Answers a request with a problem, in or outside of Express. Nothing of the answer may have been sent yet. */
export function sendProblem(req: IncomingMessage, res: ServerResponse, problem: HttpProblem): void {
  const body = Buffer.from(JSON.stringify(toBody(req, problem)));
  res.writeHead(problem.status, {
    ...problem.headers,
    'Content-Type': problemMediaType,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId(req),
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}
