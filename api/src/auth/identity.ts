import type { Role } from '@app/contract/session';
import type { Request, RequestHandler } from 'express';
import { HttpProblem } from '../http/problem.ts';
import { everything, type Reach } from './ownership.ts';

/** What a token allows a program to do; a person who is signed in may do both. */
export const scopes = ['tasks:read', 'tasks:write'] as const;

export type Scope = (typeof scopes)[number];

/** A person's session, as the person may see it. */
interface SessionOf {
  /** Not the secret of the cookie. */
  readonly id: string;
  readonly expiresAt: Date;
}

/** Who asks, whichever way that was proved. */
export interface Identity {
  /** The same for a person in every browser, and for the tokens that a program gets on the person's behalf. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
  /** Undefined where a bearer token proved it. */
  readonly session?: SessionOf;
}

/** `open`: sign-in is off, and everyone may do everything. Null: nobody is signed in. */
type Caller = Identity | 'open' | null;

const callers = new WeakMap<Request, Caller>();

/** To be called once for each request, before anything asks who it comes from. */
export function setCaller(req: Request, caller: Caller): void {
  callers.set(req, caller);
}

/** For the whole API where sign-in is off. */
export const letEveryoneIn: RequestHandler = (req, _res, next) => {
  setCaller(req, 'open');
  next();
};

/** @throws Error where nothing has looked at who asks: a mistake in the order of the application's parts */
export function callerOf(req: Request): Caller {
  const caller = callers.get(req);
  if (caller === undefined) throw new Error(`Nothing has looked at who asks for ${req.baseUrl}`);
  return caller;
}

function unauthorized(): HttpProblem {
  return new HttpProblem('unauthorized', {
    detail: 'Sign in at /auth/login, or send a bearer token',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

/** @throws HttpProblem `unauthorized` where nobody is signed in */
export function identityOf(req: Request): Identity | 'open' {
  const caller = callerOf(req);
  if (caller === null) throw unauthorized();
  return caller;
}

const reachOfIdentity = ({ id, roles }: Identity): Reach => ({ all: roles.includes('admin'), owner: id });

/** Whose rows a request sees and changes. @throws HttpProblem `unauthorized` where nobody is signed in */
export function reachOf(req: Request): Reach {
  const identity = identityOf(req);
  return identity === 'open' ? everything : reachOfIdentity(identity);
}

const reads = new Set(['GET', 'HEAD']);

/**
 * Lets in who may do what the method does.
 * @throws HttpProblem `unauthorized` where nobody is signed in, `forbidden` where the token lacks the scope
 */
export const requireTaskScope: RequestHandler = (req, _res, next) => {
  if (req.method === 'OPTIONS') return next();
  const identity = identityOf(req);
  const scope: Scope = reads.has(req.method) ? 'tasks:read' : 'tasks:write';
  if (identity === 'open' || identity.scopes.includes(scope)) return next();
  throw new HttpProblem('forbidden', {
    detail: `The token lacks the scope ${scope}; it has ${identity.scopes.join(' ') || 'none that this API knows'}`,
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });
};
