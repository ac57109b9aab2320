import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { requestId } from './request-id.ts';
import { requestPath } from './request-path.ts';

const tenths = (value: number): number => Math.round(value * 10) / 10;

interface Routed {
  /** Set by Express, where a route matched. */
  readonly route?: { readonly path: unknown };
  /** Set by `rememberMount`. */
  mountPath?: string;
}

/** Keeps where a router is mounted: Express forgets it when a handler fails. */
export const rememberMount: RequestHandler = (req: Request & Routed, _res, next) => {
  req.mountPath = req.baseUrl;
  next();
};

/** The pattern that the request matched, which groups better than its path; the path where it matched none. */
function routeOf(req: IncomingMessage & Routed): string {
  const pattern = req.route?.path;
  return typeof pattern === 'string' ? `${req.mountPath ?? ''}${pattern}`.replace(/(?<=.)\/$/, '') : requestPath(req);
}

/**
 * Logs a request once it has been answered, or its connection was lost.
 * @param start when it came, as of `performance.now()`
 */
export function logRequest(
  log: Logger,
  level: 'info' | 'debug',
  req: IncomingMessage,
  res: ServerResponse,
  start: number,
): void {
  res.once('close', () => {
    const line = {
      id: requestId(req),
      method: req.method,
      route: routeOf(req),
      status: res.statusCode,
      durationMs: tenths(performance.now() - start),
      ...(res.writableFinished ? {} : { aborted: true }),
    };
    log[level](line, 'Request');
  });
}
