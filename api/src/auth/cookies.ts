import type { CookieOptions, Request, Response } from 'express';
import { isLoopback } from './addresses.ts';

/**
 * The name of a cookie for an origin. `__Host-` makes browsers keep it to this very host, so that no subdomain can plant
 * one. On http://localhost browsers refuse that, and all ports share their cookies: there the port tells stacks apart.
 */
function cookieName(origin: URL, name: string): string {
  return origin.protocol === 'https:' ? `__Host-${name}` : `port-${origin.port || '80'}-${name}`;
}

function optionsFor(origin: URL): CookieOptions {
  const secure = !(origin.protocol === 'http:' && isLoopback(origin));
  return { httpOnly: true, secure, sameSite: 'lax', path: '/' };
}

export function setCookie(res: Response, origin: URL, name: string, value: string, maxAgeMs: number): void {
  res.cookie(cookieName(origin, name), value, { ...optionsFor(origin), maxAge: maxAgeMs });
}

export function clearCookie(res: Response, origin: URL, name: string): void {
  res.clearCookie(cookieName(origin, name), optionsFor(origin));
}

function pairsOf(header: string | undefined): [string, string][] {
  return (header ?? '').split(';').flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    return equals === -1 ? [] : [[pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]];
  });
}

/** The value of a cookie; undefined where there is none, or several that differ: one of them was planted. */
export function readCookie(req: Request, origin: URL, name: string): string | undefined {
  const whole = cookieName(origin, name);
  const values = new Set(pairsOf(req.headers.cookie).flatMap(([each, value]) => (each === whole ? value : [])));
  return values.size === 1 ? [...values][0] : undefined;
}

/** The ends of the names of all cookies whose name begins with one. */
export function cookiesBeginning(req: Request, origin: URL, name: string): string[] {
  const whole = cookieName(origin, name);
  return pairsOf(req.headers.cookie).flatMap(([each]) => (each.startsWith(whole) ? each.slice(whole.length) : []));
}
