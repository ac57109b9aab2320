import type { RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Database } from '../db/query.ts';
import { authenticate } from './authenticate.ts';
import { letEveryoneIn } from './identity.ts';
import { createLoginRouter } from './login-routes.ts';
import { Provider } from './provider.ts';
import { createSessionRouter } from './session-routes.ts';
import { Sessions } from './sessions.ts';
import { signInSettings } from './settings.ts';
import { Tokens } from './tokens.ts';

/** The parts of sign-in that the application is joined from. */
export interface Auth {
  /** Says for each request who it comes from. */
  readonly identify: RequestHandler;
  /** Where people sign in and out; undefined where sign-in is off. */
  readonly login: Router | undefined;
  /** Who asks, and where people are signed in. */
  readonly sessions: Router;
}

/** Does no I/O: the identity provider is asked when somebody needs it. */
export function createAuth(config: Config, db: Database, log: Logger): Auth {
  const settings = signInSettings(config);
  if (settings === undefined) {
    return { identify: letEveryoneIn, login: undefined, sessions: createSessionRouter(undefined) };
  }
  const sessions = new Sessions(db, settings, log);
  const provider = new Provider(settings, log);
  const tokens = new Tokens(settings, provider);
  return {
    identify: authenticate({ sessions, tokens, settings }),
    login: createLoginRouter({ settings, provider, sessions }),
    sessions: createSessionRouter(sessions),
  };
}
