import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';
import { requestPath } from './request.ts';

/** The value of `Allow` for the methods a resource has: with GET comes HEAD, and OPTIONS is always there. */
function allowHeader(methods: readonly string[]): string {
  const all = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...all, 'OPTIONS'].join(', ');
}

/** @param allow value of `Allow` */
function methodProblem(req: IncomingMessage, allow: string): HttpProblem {
  return new HttpProblem('method-not-allowed', {
    detail: `${req.method} does not exist for ${requestPath(req)}; there is ${allow}`,
    headers: { Allow: allow },
  });
}

/**
 * Handler for the end of a route: answers OPTIONS with the methods there are, and every other method with 405.
 * @param allowed the methods that the routes before it answer
 */
export function methodNotAllowed(allowed: readonly string[]): RequestHandler {
  const allow = allowHeader(allowed);
  return (req, res) => {
    if (req.method !== 'OPTIONS') throw methodProblem(req, allow);
    res.setHeader('Allow', allow);
    res.status(204).end();
  };
}
