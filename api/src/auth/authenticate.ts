import type { Request, RequestHandler } from 'express';
import { HttpProblem } from '../http/problem.ts';
import { findOrigin, type OriginSettings } from './addresses.ts';
import { readCookie } from './cookies.ts';
import { type Identity, setCaller } from './identity.ts';
import type { Sessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';

/** Name of the cookie with a session's secret, before what its origin adds. */
export const sessionCookie = 'session';

/** Longer than any token that fits into a header beside others. */
const longestToken = 8_192;

/** @throws HttpProblem `unauthorized` where the header is there, but holds no bearer token */
function bearerToken(req: Request): string | undefined {
  const { authorization } = req.headers;
  if (authorization === undefined) return undefined;
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token !== undefined && token.length <= longestToken) return token;
  throw new HttpProblem('unauthorized', {
    detail: 'The header Authorization must be "Bearer" and a token',
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_request"' },
  });
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Every browser says where a change comes from. What holds its cookie and does not is none, or hides something. */
function requireSite(req: Request): void {
  if (safeMethods.has(req.method) || req.headers.origin !== undefined) return;
  if (req.headers['sec-fetch-site'] !== undefined) return;
  throw new HttpProblem('forbidden', {
    detail:
      'A change with a session needs the header Origin or Sec-Fetch-Site, as browsers send it; programs send a token',
  });
}

interface Dependencies {
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly settings: OriginSettings;
}

/**
 * Finds out who asks: by a bearer token, else by the cookie of a session. What neither proves comes from nobody; whether
 * that will do is for the routes to say. A token that is there has to be right.
 */
export function authenticate({ sessions, tokens, settings }: Dependencies): RequestHandler {
  async function identify(req: Request): Promise<Identity | undefined> {
    const token = bearerToken(req);
    if (token !== undefined) return tokens.identify(token);
    if (req.headers.cookie === undefined) return undefined;
    const origin = findOrigin(req, settings);
    const secret = origin && readCookie(req, origin, sessionCookie);
    const identity = secret === undefined ? undefined : await sessions.find(secret);
    if (identity) requireSite(req);
    return identity;
  }
  return async (req, res, next) => {
    res.vary('Authorization, Cookie');
    setCaller(req, (await identify(req)) ?? null);
    next();
  };
}
