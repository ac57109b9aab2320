import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type Configuration, Provider } from 'oidc-provider';

/** Somebody whom the provider knows, by the subject. */
interface Person {
  readonly name: string;
  readonly roles: readonly string[];
}

const people: Readonly<Record<string, Person>> = {
  ada: { name: 'Ada', roles: ['member'] },
  bob: { name: 'Bob', roles: ['member'] },
  grace: { name: 'Grace', roles: ['member', 'admin'] },
};

export const audience = 'https://tasks.test';

export const clientSecret = 'a-secret-of-the-test-client';

/** A signing key of the provider. */
interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** A real OpenID Connect provider on this machine, which can be away and change its keys. */
export interface TestProvider {
  readonly issuer: string;
  readonly key: Key;
  /** Destroys the connections of those who ask while it is true. */
  isAway: boolean;
  /** Told instead of its own at the address of its keys. */
  publishedKeys: readonly JWK[] | undefined;
  /** How often its keys were asked for. */
  keyRequests: number;
  /** Takes an application as its client. */
  register(applicationOrigin: string): Promise<void>;
  /** An access token, with claims in place of the usual ones; undefined takes one away. */
  token(claims?: Readonly<Record<string, unknown>>, key?: Key): Promise<string>;
  close(): Promise<void>;
}

export async function createKey(kid: string, algorithm = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } };
}

async function configurationFor(applicationOrigin: string, key: Key, idTokenKey: Key): Promise<Configuration> {
  const whole = async ({ kid, privateKey, publicJwk: { alg = '' } }: Key) => ({
    ...(await exportJWK(privateKey)),
    kid,
    alg,
    use: 'sig',
  });
  return {
    clients: [
      {
        client_id: 'tasks',
        client_secret: clientSecret,
        redirect_uris: [`${applicationOrigin}/auth/callback`],
        post_logout_redirect_uris: [`${applicationOrigin}/`],
      },
      {
        client_id: 'importer',
        client_secret: clientSecret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    jwks: { keys: [await whole(key), await whole(idTokenKey)] },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], profile: ['name', 'roles'] },
    scopes: ['openid', 'profile', 'email', 'tasks:read', 'tasks:write'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'tasks:read tasks:write',
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...people[sub], roles: [...(people[sub]?.roles ?? [])] }),
    }),
    async loadExistingGrant({ oidc }) {
      const clientId = String(oidc.client?.clientId);
      const known = oidc.session?.grantIdFor(clientId);
      if (known) return oidc.provider.Grant.find(known);
      const grant = new oidc.provider.Grant({ clientId, accountId: String(oidc.session?.accountId) });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  };
}

export async function startTestProvider(): Promise<TestProvider> {
  const key = await createKey('first');
  const idTokenKey = await createKey('id-tokens', 'RS256');
  let answer: RequestListener | undefined;
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    if (req.url === '/jwks') test.keyRequests += 1;
    if (test.isAway || answer === undefined) {
      req.destroy();
    } else if (req.url === '/jwks' && test.publishedKeys) {
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify({ keys: test.publishedKeys }));
    } else {
      answer(req, res);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The provider has no port');
  const issuer = `http://localhost:${address.port}`;

  const test: TestProvider = {
    issuer,
    key,
    isAway: false,
    publishedKeys: undefined,
    keyRequests: 0,
    async register(applicationOrigin) {
      const provider = new Provider(issuer, await configurationFor(applicationOrigin, key, idTokenKey));
      const callback = provider.callback();
      answer = (req, res) => {
        const url = new URL(req.url ?? '/', issuer);
        const accountId = url.searchParams.get('as');
        const result = accountId
          ? { login: { accountId } }
          : { error: 'access_denied', error_description: 'Somebody changed their mind' };
        if (url.pathname.startsWith('/interaction/')) void provider.interactionFinished(req, res, result);
        else void callback(req, res);
      };
    },
    token(claims = {}, { privateKey, kid, publicJwk } = key) {
      const now = Math.floor(Date.now() / 1_000);
      const usual = {
        iss: issuer,
        aud: audience,
        sub: 'ada',
        scope: 'tasks:read tasks:write',
        iat: now,
        exp: now + 300,
      };
      const header = { alg: publicJwk.alg ?? '', kid, typ: 'at+jwt' };
      return new SignJWT({ ...usual, ...claims }).setProtectedHeader(header).sign(privateKey);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return test;
}
