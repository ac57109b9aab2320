import { isIP } from 'node:net';
import cors from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { HttpProblem } from './problem.ts';

/**
 * Headers that keep browsers from treating the API's answers as anything but data: of helmet's those that mean something
 * for data; the others are for pages.
 * @param https whether callers come by HTTPS, which they are then told to keep to
 */
export function securityHeaders(https: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: https,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xPoweredBy: false,
    xXssProtection: false,
  });
}

const exposedHeaders = [
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'RateLimit',
  'Retry-After',
  'X-Cache',
  'X-Request-Id',
];

/** Lets pages of these origins, and no others, read the API's answers. */
export function allowOrigins(origins: readonly string[]): RequestHandler {
  return cors({ origin: [...origins], exposedHeaders, maxAge: 600 });
}

/** HTTP/1.1 demands it (RFC 9112, section 3.2); Node's own refusal would have no body. */
export const requireHost: RequestHandler = (req, _res, next) => {
  if (req.headers.host !== undefined || req.httpVersion !== '1.1') return next();
  throw new HttpProblem('bad-request', {
    detail: 'The header Host is missing',
    errors: [{ in: 'header', field: 'Host', message: 'is required' }],
  });
};

/** Names by which development reaches the API: this machine, the services of Compose, and Codespaces. */
const usualHosts = ['localhost', '.localhost', 'host.docker.internal', 'api', 'frontend', '.app.github.dev'];

/** The name in a Host header, in lower case, without port, brackets and the dot at the end. */
function hostName(host: string): string {
  const name = URL.parse(`http://${host}`)?.hostname ?? host;
  return name.replaceAll(/^\[|\]$|\.$/g, '');
}

/**
 * Answers only to known names, so that no page can reach the API by a name of its own that it points to this machine
 * (DNS rebinding). Addresses are fine: a page has no power over them.
 * @param hosts names beside the usual ones; one that begins with a dot stands for all below it
 */
export function allowHosts(hosts: readonly string[]): RequestHandler {
  const allowed = [...usualHosts, ...hosts.map((host) => host.toLowerCase())];
  const isAllowed = (name: string): boolean =>
    isIP(name) !== 0 || allowed.some((host) => name === host || (host.startsWith('.') && name.endsWith(host)));
  return (req, _res, next) => {
    const { host } = req.headers;
    if (host === undefined || isAllowed(hostName(host))) return next();
    throw new HttpProblem('forbidden', {
      detail: `The API does not answer to the host ${JSON.stringify(hostName(host))}. To allow it, add it to ALLOWED_HOSTS`,
    });
  };
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Empty for `null`, which is the origin of a page that has none. */
const originName = (origin: string): string => hostName(URL.parse(origin)?.host ?? '');

/**
 * Refuses changes that a page of another site asks for. Browsers say where a request comes from (`Sec-Fetch-Site`, else
 * `Origin`); other programs send neither, and are let in.
 * @param origins whose pages may change data
 */
export function refuseCrossSite(origins: readonly string[]): RequestHandler {
  const trusted = new Set(origins);
  return (req, _res, next) => {
    const { origin, host } = req.headers;
    if (safeMethods.has(req.method) || (origin !== undefined && trusted.has(origin))) return next();
    const site = req.get('sec-fetch-site');
    if (site === 'same-origin' || site === 'none') return next();
    // Behind a proxy the page knows the name that the proxy was asked by.
    const hosts = [host, req.get('x-forwarded-host')].flatMap((each) => (each === undefined ? [] : hostName(each)));
    const own = new Set(hosts);
    const isOwn = (asking: string): boolean => own.has(originName(asking));
    if (site === undefined && (origin === undefined || isOwn(origin))) return next();
    throw new HttpProblem('forbidden', {
      detail: `A page from ${origin ?? 'another site'} may not change data here. To allow it, add its origin to CORS_ORIGINS`,
    });
  };
}
