import type { IncomingMessage, ServerResponse } from 'node:http';
import { healthPaths, type Readiness } from '@zero-to-running/contract/health';
import { HttpProblem } from '../http/problem.ts';
import type { DetailGuard } from './detail-guard.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { HealthMonitor } from './monitor.ts';
import type { Rendering, ReportRenderer } from './renderer.ts';
import type { HealthStream } from './stream.ts';

export interface HealthDependencies {
  readonly lifecycle: Lifecycle;
  readonly monitor: HealthMonitor;
  readonly renderer: ReportRenderer;
  readonly stream: HealthStream;
  readonly maySeeDetails: DetailGuard;
}

export type HealthHandler = (req: IncomingMessage, res: ServerResponse) => void;

function send(req: IncomingMessage, res: ServerResponse, status: number, body: Buffer): void {
  res.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** What answers each health endpoint, by path; GET and HEAD alike. */
export function healthEndpoints(dependencies: HealthDependencies): ReadonlyMap<string, HealthHandler> {
  const { lifecycle, monitor, renderer, stream, maySeeDetails } = dependencies;
  const alive = Buffer.from('{"status":"ok"}');

  const sendRendering: (choose: () => Rendering | undefined) => HealthHandler = (choose) => (req, res) => {
    const rendering = choose();
    if (!rendering) throw new HttpProblem('not-found', { detail: 'This service is not monitored' });
    send(req, res, rendering.status, maySeeDetails(req) ? rendering.full : rendering.summary);
  };

  const sendReadiness: HealthHandler = (req, res) => {
    const { phase } = lifecycle;
    const readiness: Readiness = { ready: phase === 'ready', phase };
    send(req, res, readiness.ready ? 200 : 503, Buffer.from(JSON.stringify(readiness)));
  };

  const sendStream: HealthHandler = (req, res) => {
    const { refusal } = stream;
    if (refusal !== undefined) {
      throw new HttpProblem('unavailable', { detail: refusal, headers: { 'Retry-After': '5' } });
    }
    stream.add(res, maySeeDetails(req) ? 'full' : 'summary');
  };

  const sendHistory: HealthHandler = (req, res) => {
    if (!maySeeDetails(req)) {
      throw new HttpProblem('unauthorized', {
        detail: 'The history is for holders of the detail token: send it as `Authorization: Bearer <token>`',
        headers: { 'WWW-Authenticate': 'Bearer realm="health details"' },
      });
    }
    send(req, res, 200, Buffer.from(JSON.stringify(monitor.history())));
  };

  return new Map<string, HealthHandler>([
    [healthPaths.live, (req, res) => send(req, res, 200, alive)],
    [healthPaths.ready, sendReadiness],
    [healthPaths.database, sendRendering(() => renderer.current.services.get('database'))],
    [healthPaths.cache, sendRendering(() => renderer.current.services.get('cache'))],
    [healthPaths.all, sendRendering(() => renderer.current.all)],
    [healthPaths.stream, sendStream],
    [healthPaths.history, sendHistory],
  ]);
}
