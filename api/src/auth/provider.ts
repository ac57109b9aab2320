import type { Logger } from 'pino';
import * as client from 'openid-client';
import { HttpProblem } from '../http/problem.ts';
import type { SignInSettings } from './settings.ts';

/** Of one attempt to sign in: what proves that the answer belongs to the question. Kept in the browser that asked. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

type Claims = Readonly<Record<string, unknown>>;

const timeoutSeconds = 5;

/** As the provider wants it; the standard's default is Basic (OpenID Connect Discovery, section 3). */
function authenticateClient(secret: string | undefined): client.ClientAuth {
  if (secret === undefined) return client.None();
  const basic = client.ClientSecretBasic(secret);
  const post = client.ClientSecretPost(secret);
  return (server, ...rest) => {
    const supported = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return supported.includes('client_secret_basic') ? basic(server, ...rest) : post(server, ...rest);
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

const awayCodes = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

/** Whether the provider could not be asked, or gave no answer of the protocol; `fetch` rejects with a TypeError. */
const isAway = (error: unknown): boolean => error instanceof TypeError || awayCodes.has(codeOf(error));

const retryAfterSeconds = '5';

/** The answer while the provider cannot be asked. Nobody who is signed in notices. */
export function providerAway(cause: unknown): HttpProblem {
  return new HttpProblem('unavailable', {
    detail: `The identity provider cannot be reached at the moment; try again in ${retryAfterSeconds} s`,
    headers: { 'Retry-After': retryAfterSeconds },
    cause,
  });
}

/** What the provider's error response says, which is fit for a log only if it is one of the protocol's short words. */
function reasonOf(error: unknown): string {
  const word = error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError;
  return word && /^\w{1,64}$/.test(error.error) ? error.error : codeOf(error);
}

/** The identity provider, as the API is its client. It is asked for the first time when somebody needs it. */
export class Provider {
  readonly #settings: SignInSettings;
  readonly #log: Logger;
  #discovery: Promise<client.Configuration> | undefined;

  constructor(settings: SignInSettings, log: Logger) {
    this.#settings = settings;
    this.#log = log;
  }

  /** What the provider says of itself; a failure is not remembered. @throws HttpProblem `unavailable` */
  async configuration(): Promise<client.Configuration> {
    this.#discovery ??= this.#discover();
    try {
      return await this.#discovery;
    } catch (error) {
      this.#discovery = undefined;
      throw providerAway(error);
    }
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    // Settings let HTTP pass only where nobody can listen.
    const insecure = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    return client.discovery(issuer, clientId, undefined, authenticateClient(clientSecret), {
      // The ID token's signature is checked although it comes straight from the provider.
      execute: [client.enableNonRepudiationChecks, ...insecure],
      timeout: timeoutSeconds,
    });
  }

  /** Begins to sign somebody in. @returns where the browser goes, and what to keep until it comes back */
  async begin(redirectUri: string): Promise<{ url: URL; attempt: Attempt }> {
    const configuration = await this.configuration();
    const attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.#settings.scopes,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url, attempt };
  }

  /**
   * Exchanges what the browser brought back for the claims about the person.
   * @param answer the address that the browser came back to
   * @throws HttpProblem `forbidden` where the provider refused, or its answer is not for this attempt; `unavailable`
   */
  async finish(answer: URL, attempt: Attempt): Promise<Claims> {
    const configuration = await this.configuration();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, answer, {
        pkceCodeVerifier: attempt.verifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('There is no ID token');
      if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
      // Some providers tell name and roles only there. What the signed token says goes before it.
      return { ...(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
    } catch (error) {
      const reason = reasonOf(error);
      this.#log.warn({ reason }, 'Somebody could not sign in');
      if (isAway(error)) throw providerAway(new Error(reason));
      throw new HttpProblem('forbidden', {
        detail:
          reason === 'access_denied'
            ? 'The identity provider did not sign you in; sign in again to try with another account'
            : `What the identity provider answered could not be verified (${reason}); sign in again`,
      });
    }
  }

  /** Where the provider ends its own session; undefined where it offers that not, or cannot be asked. */
  async endSessionUrl(returnTo: string): Promise<string | undefined> {
    try {
      const configuration = await this.configuration();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href;
    } catch {
      return undefined;
    }
  }
}
