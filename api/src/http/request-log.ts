import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { requestId } from './request-id.ts';
import { requestPath } from './request-path.ts';

/** What Express adds to a request. */
interface Routed {
  readonly route?: { readonly path: unknown };
  /** Where the router with the route is mounted; empty again when a handler has failed. */
  readonly baseUrl?: string;
}

const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

const segments = (path: string): string[] => path.split('/').filter(Boolean);

/** What of a path stands before the part that a pattern matches; for patterns without wildcards. */
function mountOf(path: string, pattern: string): string {
  const all = segments(path);
  const mount = all.slice(0, all.length - segments(pattern).length);
  return mount.map((segment) => `/${segment}`).join('');
}

/** The pattern that the request matched, which groups better than its path; the path where it matched none. */
export function routeOf(req: IncomingMessage & Routed): string {
  const pattern = req.route?.path;
  if (typeof pattern !== 'string') return requestPath(req);
  const mount = req.baseUrl || mountOf(requestPath(req), pattern);
  return withoutSlash(mount + pattern);
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

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
  res.on('close', () => {
    const entry = {
      id: requestId(req),
      method: req.method,
      route: routeOf(req),
      status: res.statusCode,
      durationMs: tenths(performance.now() - start),
    };
    if (res.writableFinished) log[level](entry, 'Request');
    else log[level](entry, 'Request: the caller left before the answer');
  });
}
