import type { IncomingMessage, ServerResponse } from 'node:http';
import { allowHeader, methodProblem } from '../http/methods.ts';
import { HttpProblem } from '../http/problem.ts';
import { requestPath } from '../http/request-path.ts';
import { sendProblem } from '../http/send-problem.ts';
import { type HealthDependencies, healthEndpoints } from './endpoints.ts';

const allow = allowHeader(['GET']);

function answer(req: IncomingMessage, res: ServerResponse, handle: () => void): void {
  try {
    if (req.method === 'GET' || req.method === 'HEAD') handle();
    else if (req.method === 'OPTIONS') res.writeHead(204, { Allow: allow }).end();
    else throw methodProblem(req, allow);
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    sendProblem(req, res, error);
  }
}

/**
 * Answers the health endpoints from what is known, in front of everything else: no request waits for a service, and
 * no middleware can keep the answer back. Query parameters are ignored, so that probes may add what they like.
 * @returns a listener that tells whether the request was one of these
 */
export function createHealthListener(
  dependencies: HealthDependencies,
): (req: IncomingMessage, res: ServerResponse) => boolean {
  const endpoints = healthEndpoints(dependencies);
  return (req, res) => {
    const endpoint = endpoints.get(requestPath(req));
    if (!endpoint) return false;
    answer(req, res, () => endpoint(req, res));
    return true;
  };
}
