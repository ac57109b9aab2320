import { type OpenSession, type Person, type Session, sessionPath, sessionsPath } from '@app/contract/session';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { NotFoundError } from '../errors.ts';
import { methodNotAllowed } from '../http/methods.ts';
import { HttpProblem } from '../http/problem.ts';
import { parseParams } from '../http/validate.ts';
import { authPaths } from './addresses.ts';
import { callerOf, type Identity, identityOf, reachOf } from './identity.ts';
import type { Sessions } from './sessions.ts';

const params = z.object({ id: z.uuid().toLowerCase() });

function toPerson({ id, name, roles, session }: Identity): Person {
  return {
    id,
    name,
    roles: [...roles],
    sessionId: session?.id ?? null,
    expiresAt: session?.expiresAt.toISOString() ?? null,
  };
}

function describe(req: Request): Session {
  const caller = callerOf(req);
  if (caller === 'open') return { signIn: 'off', loginPath: null, logoutPath: null, person: null };
  const person = caller === null ? null : toPerson(caller);
  return { signIn: 'on', loginPath: authPaths.login, logoutPath: authPaths.logout, person };
}

/** @throws HttpProblem where a token, or nobody, asks */
function requirePerson(req: Request): void {
  const identity = identityOf(req);
  if (identity === 'open' || identity.session !== undefined) return;
  throw new HttpProblem('forbidden', { detail: 'Sessions are for people: a bearer token neither sees nor ends any' });
}

/**
 * `/api/session`: who asks. `/api/sessions`: where that person is signed in, or for an administrator where everybody is.
 * @param sessions undefined where sign-in is off
 */
export function createSessionRouter(sessions: Sessions | undefined): Router {
  const router = Router();
  router.use([sessionPath, sessionsPath], (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });

  router
    .route(sessionPath)
    .get((req, res) => void res.json(describe(req)))
    .all(methodNotAllowed(['GET']));

  router
    .route(sessionsPath)
    .get(async (req, res) => {
      requirePerson(req);
      const items: OpenSession[] = (await sessions?.list(reachOf(req))) ?? [];
      res.json({ items });
    })
    .all(methodNotAllowed(['GET']));

  router
    .route(`${sessionsPath}/:id`)
    .delete(async (req, res) => {
      requirePerson(req);
      const { id } = parseParams(params, req);
      if (!(await sessions?.endById(reachOf(req), id))) throw new NotFoundError(`session ${id}`);
      res.status(204).end();
    })
    .all(methodNotAllowed(['DELETE']));

  return router;
}
