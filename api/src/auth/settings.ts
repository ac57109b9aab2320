import type { Config } from '../config.ts';
import type { OriginSettings } from './addresses.ts';
import type { SessionLimits } from './session-store.ts';

/** How people and programs sign in. */
export interface SignInSettings extends OriginSettings, SessionLimits {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Asked for when a person signs in. */
  readonly scopes: string;
  /** Of bearer tokens; undefined where none are taken. */
  readonly audience: string | undefined;
  readonly rolesClaim: string;
  readonly adminRole: string;
}

/** Undefined where sign-in is off. */
export function signInSettings(config: Config): SignInSettings | undefined {
  const { AUTH: auth, OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = config;
  if (auth === 'off' || issuer === undefined || clientId === undefined) return undefined;
  return {
    issuer: new URL(issuer),
    clientId,
    clientSecret: config.OIDC_CLIENT_SECRET,
    scopes: config.OIDC_SCOPES,
    audience: config.OIDC_AUDIENCE,
    rolesClaim: config.OIDC_ROLES_CLAIM,
    adminRole: config.OIDC_ADMIN_ROLE,
    publicOrigin: config.PUBLIC_ORIGIN,
    trustsEveryProxy: config.NODE_ENV !== 'production',
    idleMinutes: config.SESSION_IDLE_MINUTES,
    lifetimeHours: config.SESSION_LIFETIME_HOURS,
  };
}
