import type { Request } from 'express';
import { HttpProblem } from '../http/problem.ts';

/** Paths of signing in, at the same origin as the page. */
export const authPaths = { login: '/auth/login', callback: '/auth/callback', logout: '/auth/logout' } as const;

const loopback = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether an address stays on this machine, so that HTTP does for it. */
export const isLoopback = ({ hostname }: URL): boolean => loopback.test(hostname);

/** Where the API finds out what address browsers have of it. */
export interface OriginSettings {
  /** PUBLIC_ORIGIN, where that is set. */
  readonly publicOrigin: string | undefined;
  /** In development, where the proxy is the development server. */
  readonly trustsEveryProxy: boolean;
}

const firstOf = (header: string | undefined): string | undefined => header?.split(',', 1)[0]?.trim();

function addressOf(req: Request, { publicOrigin, trustsEveryProxy }: OriginSettings): string {
  if (publicOrigin !== undefined) return publicOrigin;
  const { protocol, host } = req;
  if (!trustsEveryProxy) return `${protocol}://${host}`;
  return `${firstOf(req.get('x-forwarded-proto')) ?? protocol}://${firstOf(req.get('x-forwarded-host')) ?? host}`;
}

/**
 * The origin that the caller's browser shows: PUBLIC_ORIGIN where that is set, else what the request tells. A proxy's word
 * counts where TRUST_PROXY says so, and in development. Undefined where no cookie may go: HTTP on a network.
 */
export function findOrigin(req: Request, settings: OriginSettings): URL | undefined {
  const url = URL.parse(addressOf(req, settings));
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) ? url : undefined;
}

/** Like `findOrigin`, for signing in. @throws HttpProblem `bad-request` where there is none */
export function requireOrigin(req: Request, settings: OriginSettings): URL {
  const origin = findOrigin(req, settings);
  if (origin !== undefined) return origin;
  throw new HttpProblem('bad-request', {
    detail: `Sign-in needs HTTPS, or localhost; this came to ${addressOf(req, settings)}. Behind a proxy, set TRUST_PROXY or PUBLIC_ORIGIN`,
  });
}

const longestReturn = 2_000;

// An origin that no address can name by chance.
const base = 'http://return.invalid';

/** Control characters and blanks, which browsers drop, and backslashes, which they take for slashes. */
// oxlint-disable-next-line no-control-regex
const deceptive = /[\u0000-\u0020\u007f-\u00a0\\]/;

/**
 * Where a person goes after signing in: a path of this origin, with query and fragment, as the browser will resolve it.
 * @returns undefined for what leads elsewhere, or back into signing in
 */
export function parseReturnTo(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > longestReturn) return undefined;
  if (!value.startsWith('/') || deceptive.test(value)) return undefined;
  const url = URL.parse(value, base);
  if (url?.origin !== base || url.username !== '' || url.password !== '') return undefined;
  // Dots were resolved by now: /.//evil.example has become //evil.example.
  if (url.pathname.startsWith('//') || /^\/auth(\/|$)/i.test(url.pathname)) return undefined;
  return url.pathname + url.search + url.hash;
}
