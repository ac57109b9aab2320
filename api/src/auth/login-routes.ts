import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { methodNotAllowed } from '../http/methods.ts';
import { HttpProblem } from '../http/problem.ts';
import { authPaths, parseReturnTo, requireOrigin } from './addresses.ts';
import { sessionCookie } from './authenticate.ts';
import { nameOf, ownerId, rolesOf } from './claims.ts';
import { clearCookie, cookiesBeginning, readCookie, setCookie } from './cookies.ts';
import type { Provider } from './provider.ts';
import type { Sessions } from './sessions.ts';
import type { SignInSettings } from './settings.ts';

/** What signing in needs. */
export interface LoginDependencies {
  readonly settings: SignInSettings;
  readonly provider: Provider;
  readonly sessions: Sessions;
}

/** Each attempt has a cookie of its own, so that two tabs can sign in at the same time. */
const attemptCookie = 'sign-in-';

const attemptMs = 600_000;

/** Attempts that were begun and not ended, beyond which a browser's are forgotten: a header has a limit. */
const maxAttempts = 5;

const attemptSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  begunAt: z.number(),
});

type KeptAttempt = z.infer<typeof attemptSchema>;

/** The address that the provider sends browsers back to; it has to know it. */
const callbackOf = (origin: URL): URL => new URL(authPaths.callback, origin);

/** The part of a state that names its cookie. */
const nameOfAttempt = (state: string): string => attemptCookie + state.slice(0, 16);

const encode = (attempt: KeptAttempt): string => Buffer.from(JSON.stringify(attempt)).toString('base64url');

function decode(text: string): KeptAttempt | undefined {
  try {
    return attemptSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}

const notBegunHere = (): HttpProblem =>
  new HttpProblem('bad-request', {
    detail:
      'This sign-in was not begun in this browser, is over already, or took longer than 10 minutes; sign in again',
  });

/** The attempt that an answer belongs to, which can be used once. @throws HttpProblem where this browser began none */
function takeAttempt(req: Request, res: Response, origin: URL): KeptAttempt {
  const { state } = req.query;
  if (typeof state !== 'string' || !/^[\w-]{16,128}$/.test(state)) throw notBegunHere();
  const name = nameOfAttempt(state);
  const kept = readCookie(req, origin, name);
  if (kept !== undefined) clearCookie(res, origin, name);
  const attempt = kept === undefined ? undefined : decode(kept);
  const age = Date.now() - (attempt?.begunAt ?? 0);
  if (attempt?.state !== state || age < 0 || age > attemptMs) throw notBegunHere();
  return attempt;
}

/** `/auth/login`, `/auth/callback` and `/auth/logout`: where a person's browser goes, and never a program. */
export function createLoginRouter({ settings, provider, sessions }: LoginDependencies): Router {
  const originOf = (req: Request): URL => requireOrigin(req, settings);
  const router = Router();

  // An address with a code in it is kept nowhere, and no other site is told it.
  router.use('/auth', (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Referrer-Policy', 'no-referrer');
    next();
  });

  router
    .route(authPaths.login)
    .get(async (req, res) => {
      const origin = originOf(req);
      const { return_to: given = '/' } = req.query;
      const returnTo = parseReturnTo(given);
      if (returnTo === undefined) {
        const message = 'must be a path of this site, such as /tasks';
        throw new HttpProblem('bad-request', {
          detail: `return_to ${message}`,
          errors: [{ in: 'query', field: 'return_to', message }],
        });
      }
      const { url, attempt } = await provider.begin(callbackOf(origin).href);
      const open = cookiesBeginning(req, origin, attemptCookie);
      if (open.length >= maxAttempts) open.forEach((each) => clearCookie(res, origin, attemptCookie + each));
      const kept = encode({ ...attempt, returnTo, begunAt: Date.now() });
      setCookie(res, origin, nameOfAttempt(attempt.state), kept, attemptMs);
      res.redirect(303, url.href);
    })
    .all(methodNotAllowed(['GET']));

  router
    .route(authPaths.callback)
    .get(async (req, res) => {
      const origin = originOf(req);
      const attempt = takeAttempt(req, res, origin);
      const answer = callbackOf(origin);
      answer.search = new URL(req.originalUrl, origin).search;
      const claims = await provider.finish(answer, attempt);
      const owner = {
        ownerId: ownerId(claims['iss'], claims['sub']),
        name: nameOf(claims),
        roles: rolesOf(claims, settings.rolesClaim, settings.adminRole),
      };
      const secret = await sessions.begin(owner, readCookie(req, origin, sessionCookie));
      setCookie(res, origin, sessionCookie, secret, sessions.lifetimeMs);
      // Looked at again: the browser kept it.
      res.redirect(303, parseReturnTo(attempt.returnTo) ?? '/');
    })
    .all(methodNotAllowed(['GET']));

  router
    .route(authPaths.logout)
    .post(async (req, res) => {
      const origin = originOf(req);
      const secret = readCookie(req, origin, sessionCookie);
      if (secret !== undefined) await sessions.end(secret);
      clearCookie(res, origin, sessionCookie);
      const providers = secret === undefined ? undefined : await provider.endSessionUrl(new URL('/', origin).href);
      res.json({ redirectTo: providers ?? '/' });
    })
    .all(methodNotAllowed(['POST']));

  return router;
}
