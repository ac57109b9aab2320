import type { RequestHandler } from 'express';
import type { Lifecycle } from '../health/lifecycle.ts';
import { HttpProblem } from './problem.ts';

/** Refuses requests while the process starts, when what they need may not be there yet. */
export function refuseWhileStarting(lifecycle: Lifecycle): RequestHandler {
  return (_req, _res, next) => {
    if (lifecycle.phase !== 'starting') return next();
    throw new HttpProblem('unavailable', {
      detail: 'The API is starting; /health/ready tells when it is ready',
      headers: { 'Retry-After': '1' },
    });
  };
}
