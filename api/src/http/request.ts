import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** What of a caller's `X-Request-Id` is taken over: nothing that could forge a line of a log. */
const acceptable = /^[\w.:/+=-]{1,128}$/;

const key = Symbol('request id');

type Identified = IncomingMessage & { [key]?: string };

// Unique without asking the kernel for randomness at each request.
const processPart = randomBytes(6).toString('base64url');
let count = 0;

/** An id that no other request has, here or in another process. */
export function newRequestId(): string {
  count += 1;
  return `${processPart}-${count.toString(36)}`;
}

/** The id under which answer and log know a request: the caller's `X-Request-Id`, or a new one. */
export function requestId(req: IncomingMessage): string {
  const identified: Identified = req;
  const known = identified[key];
  if (known !== undefined) return known;
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && acceptable.test(given) ? given : newRequestId();
  identified[key] = id;
  return id;
}

/** The path of a request, without its query; also of the absolute form that clients of proxies send. */
export function requestPath(req: IncomingMessage & { readonly originalUrl?: string }): string {
  // Express cuts off of `url` where a router is mounted.
  const url = req.originalUrl ?? req.url ?? '/';
  if (!url.startsWith('/')) return URL.parse(url)?.pathname ?? url;
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

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

const message = (_req: IncomingMessage, res: ServerResponse): string =>
  res.writableFinished ? 'Request' : 'Request: the client disconnected before the response';

/**
 * Gives each request its id, and logs it once it has been answered or its connection was lost.
 * @param level of the entries
 */
export function logRequests(log: Logger, level: 'info' | 'debug'): RequestHandler {
  const starts = new WeakMap<IncomingMessage, number>();
  const entry = (req: IncomingMessage, res: ServerResponse) => ({
    id: requestId(req),
    method: req.method,
    route: routeOf(req),
    status: res.statusCode,
    durationMs: tenths(performance.now() - (starts.get(req) ?? NaN)),
  });
  return pinoHttp({
    logger: log,
    useLevel: level,
    genReqId(req, res) {
      starts.set(req, performance.now());
      const id = requestId(req);
      res.setHeader('X-Request-Id', id);
      return id;
    },
    // An entry names what helps, not all of request and answer; and no logger is made for each request.
    wrapSerializers: false,
    serializers: { req: () => undefined },
    customSuccessObject: entry,
    customErrorObject: entry,
    customSuccessMessage: message,
    customErrorMessage: message,
  });
}
