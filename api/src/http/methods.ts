import type { RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

/** The value of `Allow` for the methods a resource has: with GET comes HEAD, and OPTIONS is always there. */
export function allowHeader(methods: readonly string[]): string {
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))), 'OPTIONS'].join(
    ', ',
  );
}

/**
 * Handler for the end of a route: answers OPTIONS with the methods there are, and every other method with 405.
 * @param allowed the methods that the routes before it answer
 */
export function methodNotAllowed(allowed: readonly string[]): RequestHandler {
  const allow = allowHeader(allowed);
  return (req, res) => {
    if (req.method !== 'OPTIONS') {
      throw new HttpProblem('method-not-allowed', {
        detail: `${req.method} does not exist for ${req.originalUrl.split('?', 1)[0]}; there is ${allow}`,
        headers: { Allow: allow },
      });
    }
    res.setHeader('Allow', allow).status(204).end();
  };
}
