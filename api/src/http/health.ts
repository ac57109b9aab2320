import type { ProblemCode } from '@app/contract/problem';
import type { HealthRefusal, HealthServerOptions } from '@zero-to-running/health/server/health-server';
import type { Lifecycle } from '@zero-to-running/health/server/monitor';
import type { RequestHandler } from 'express';
import { HttpProblem, sendProblem } from './problem.ts';

const codes: Readonly<Record<HealthRefusal['status'], ProblemCode>> = {
  401: 'unauthorized',
  404: 'not-found',
  405: 'method-not-allowed',
  503: 'unavailable',
};

/** Answers what the health endpoints refuse like every other problem of the API. */
export const refuseHealth: NonNullable<HealthServerOptions['refuse']> = (req, res, { status, detail, headers = {} }) =>
  sendProblem(req, res, new HttpProblem(codes[status], { detail, headers }));

/** While the process starts, what a request needs may not be there yet. */
export function refuseWhileStarting(lifecycle: Lifecycle): RequestHandler {
  return (_req, _res, next) => {
    if (lifecycle.phase !== 'starting') return next();
    throw new HttpProblem('unavailable', {
      detail: 'The API is starting; /health/ready tells when it is ready',
      headers: { 'Retry-After': '1' },
    });
  };
}
