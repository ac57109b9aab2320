import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { nameOf, ownerId, rolesOf, scopesOf } from './claims.ts';
import type { Identity } from './identity.ts';
import { type Provider, providerAway } from './provider.ts';
import { Recent } from './recent.ts';
import type { SignInSettings } from './settings.ts';

/** With these nobody can make a token who only knows the issuer's public keys. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const clockSkewSeconds = 30;

/** After so many milliseconds keys are fetched again, in the background: one that was withdrawn does not count for long. */
const keysFreshMs = 600_000;

/** How long a token that was verified is not verified again. */
const verifiedForMs = 30_000;

/** Whose tokens are taken, as the tokens name it, and with which keys they are verified. */
interface Issuer {
  readonly issuer: string;
  readonly keys: RemoteJWKSet;
}

/** Claims that only an ID token has: it says who signed in, and allows nothing. */
const ofIdTokens = ['nonce', 'at_hash', 'c_hash'];

function refuse(detail: string, cause?: unknown): HttpProblem {
  return new HttpProblem('unauthorized', {
    detail,
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    cause,
  });
}

/** Errors of fetching the keys, and not of the token. */
function isAway(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC'
  );
}

const reasons: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'it has expired',
  ERR_JOSE_ALG_NOT_ALLOWED: 'its algorithm is not allowed',
  ERR_JWKS_NO_MATCHING_KEY: 'the issuer has no such key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'it does not name its key',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'its signature is wrong',
};

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTClaimValidationFailed) return `its claim ${error.claim} is not as required`;
  return reasons[error.code] ?? 'it is not a signed JWT';
}

const instant = z.number();

/** What jose leaves to its users. */
function checkPurpose(payload: JWTPayload): void {
  if (ofIdTokens.some((claim) => claim in payload) || payload['token_use'] === 'id') {
    throw refuse('The bearer token is refused: it is an ID token; send an access token');
  }
  const issuedAt = instant.safeParse(payload.iat ?? 0).data ?? Infinity;
  if (issuedAt > Date.now() / 1_000 + clockSkewSeconds) {
    throw refuse('The bearer token is refused: it was issued in the future');
  }
}

/** Verifies the access tokens of programs (RFC 9068, and what providers do instead). */
export class Tokens {
  readonly #settings: SignInSettings;
  readonly #provider: Provider;
  readonly #verified = new Recent<{ identity: Identity; until: number }>(verifiedForMs);
  readonly #cooldownMs: number;
  #issuer: Promise<Issuer> | undefined;
  #keysAskedAt = 0;

  /** @param cooldownMs how long after a fetch a key that is not known is not fetched for: anybody can make one up */
  constructor(settings: SignInSettings, provider: Provider, cooldownMs = 30_000) {
    this.#settings = settings;
    this.#provider = provider;
    this.#cooldownMs = cooldownMs;
  }

  /**
   * Who a token is for.
   * @throws HttpProblem `unauthorized` saying why, `unavailable` where its key is not known and cannot be fetched
   */
  async identify(token: string): Promise<Identity> {
    const key = createHash('sha256').update(token).digest('base64');
    const known = this.#verified.get(key);
    if (known && Date.now() / 1_000 < known.until) return known.identity;
    const at = performance.now();
    const payload = await this.#verify(token);
    const identity: Identity = {
      id: ownerId(payload.iss, payload.sub),
      name: nameOf(payload),
      roles: rolesOf(payload, this.#settings.rolesClaim, this.#settings.adminRole),
      scopes: scopesOf(payload),
    };
    this.#verified.set(key, { identity, until: (payload.exp ?? 0) + clockSkewSeconds }, at);
    return identity;
  }

  async #verify(token: string): Promise<JWTPayload> {
    const { audience } = this.#settings;
    if (audience === undefined) throw refuse('This API takes no bearer tokens: OIDC_AUDIENCE is not set');
    const { issuer, keys } = await this.#knownIssuer();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockSkewSeconds,
        requiredClaims: ['exp', 'sub'],
      });
      checkPurpose(payload);
      return payload;
    } catch (error) {
      if (error instanceof HttpProblem) throw error;
      if (isAway(error)) throw providerAway(error);
      const reason = error instanceof errors.JOSEError ? reasonOf(error) : 'it is not a signed JWT';
      throw refuse(`The bearer token is refused: ${reason}`);
    }
  }

  /** Known keys stay while the issuer is away; jose fetches for a key that is not known, one fetch at a time. */
  async #knownIssuer(): Promise<Issuer> {
    this.#issuer ??= this.#findIssuer();
    const issuer = await this.#issuer.catch((error: unknown) => {
      this.#issuer = undefined;
      throw error;
    });
    if (performance.now() - this.#keysAskedAt > keysFreshMs) {
      this.#keysAskedAt = performance.now();
      issuer.keys.reload().catch(() => {});
    }
    return issuer;
  }

  async #findIssuer(): Promise<Issuer> {
    const { issuer, jwks_uri: address } = (await this.#provider.configuration()).serverMetadata();
    if (address === undefined) throw providerAway(new Error('The provider names no jwks_uri'));
    this.#keysAskedAt = performance.now();
    const keys = createRemoteJWKSet(new URL(address), {
      cacheMaxAge: Infinity,
      cooldownDuration: this.#cooldownMs,
      timeoutDuration: 5_000,
    });
    return { issuer, keys };
  }
}
