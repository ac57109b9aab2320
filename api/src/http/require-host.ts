import type { RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

/** HTTP/1.1 demands a Host header (RFC 9112, section 3.2); Node's own refusal would have no body. */
export const requireHost: RequestHandler = (req, _res, next) => {
  if (req.headers.host === undefined && req.httpVersion === '1.1') {
    throw new HttpProblem('bad-request', {
      detail: 'The header Host is missing',
      errors: [{ in: 'header', field: 'Host', message: 'is required' }],
    });
  }
  next();
};
