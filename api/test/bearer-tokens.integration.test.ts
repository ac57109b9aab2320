import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { sessionPath, sessionSchema, sessionsPath } from '@app/contract/session';
import { tasksPath } from '@app/contract/tasks';
import { CompactSign, exportSPKI, importJWK } from 'jose';
import { Provider } from '../src/auth/provider.ts';
import { signInSettings } from '../src/auth/settings.ts';
import { Tokens } from '../src/auth/tokens.ts';
import { loadConfig } from '../src/config.ts';
import { silentLog } from '../src/test-support/log.ts';
import { expectProblem } from '../src/test-support/problems.ts';
import { needs } from '../src/test-support/services.ts';
import { audience, clientSecret, createKey } from './support/identity-provider.ts';
import { type SignInTest, startSignInTest } from './support/sign-in.ts';

type Claims = Readonly<Record<string, unknown>>;

const now = (): number => Math.floor(Date.now() / 1_000);

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('bearer tokens', () => {
  needs('database', 'cache');
  let test: SignInTest;

  before(async () => {
    test = await startSignInTest();
  });

  after(() => test.close());

  const ask = (token: string, path = tasksPath, init: RequestInit = {}) =>
    test.api.fetch(path, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });

  it('of the provider let a program in', async () => {
    const answer = await fetch(`${test.provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`importer:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        resource: audience,
        scope: 'tasks:read tasks:write',
      }),
    });
    const { access_token: token } = Object(await answer.json());
    assert.equal((await ask(token)).status, 200);
    assert.equal((await ask(token, tasksPath, { method: 'POST', body: '{"title":"imported"}' })).status, 201);
    const { person } = sessionSchema.parse(await (await ask(token, sessionPath)).json());
    assert.equal(person?.name, 'importer');
    assert.equal(person?.expiresAt, null);
  });

  it('let somebody see what the same person sees in a browser', async () => {
    const browser = await test.signIn('ada');
    const task = await test.createTask(browser, 'made in a browser');
    assert.equal((await ask(await test.provider.token(), `${tasksPath}/${task.id}`)).status, 200);
  });

  const accepted: Record<string, () => Claims> = {
    'with several audiences': () => ({ aud: ['https://other.test', audience] }),
    'that expired within the skew of clocks': () => ({ exp: now() - 10 }),
    'that begins within the skew of clocks': () => ({ nbf: now() + 20, iat: now() + 20 }),
  };
  for (const [what, claims] of Object.entries(accepted)) {
    it(`are taken ${what}`, async () => assert.equal((await ask(await test.provider.token(claims()))).status, 200));
  }

  const withClaims: Record<string, () => Claims> = {
    'for another audience': () => ({ aud: 'https://other.test' }),
    'for the client itself': () => ({ aud: 'tasks' }),
    'without an audience': () => ({ aud: undefined }),
    'of another issuer': () => ({ iss: 'https://evil.example' }),
    'of an issuer that begins alike': () => ({ iss: `${test.provider.issuer}/` }),
    'without an issuer': () => ({ iss: undefined }),
    'that have expired': () => ({ exp: now() - 40 }),
    'that never expire': () => ({ exp: undefined }),
    'that are not valid yet': () => ({ nbf: now() + 60 }),
    'issued in the future': () => ({ iat: now() + 60 }),
    'without a subject': () => ({ sub: undefined }),
    'that are ID tokens': () => ({ nonce: 'x' }),
    'that are ID tokens of Cognito': () => ({ token_use: 'id' }),
  };

  const withForm: Record<string, () => Promise<string>> = {
    async 'that nobody signed (alg: none)'() {
      const [, payload = ''] = (await test.provider.token()).split('.');
      return `${encode({ alg: 'none' })}.${payload}.`;
    },
    async 'signed with the public key as a password (HMAC)'() {
      const [, payload = ''] = (await test.provider.token()).split('.');
      const key = await importJWK(test.provider.key.publicJwk, 'ES256', { extractable: true });
      assert.ok('type' in key);
      const head = `${encode({ alg: 'HS256', kid: test.provider.key.kid })}.${payload}`;
      return `${head}.${createHmac('sha256', await exportSPKI(key))
        .update(head)
        .digest('base64url')}`;
    },
    async 'signed with a key of its own in the header'() {
      const own = await createKey('own');
      const payload = Buffer.from(
        JSON.stringify({ iss: test.provider.issuer, aud: audience, sub: 'ada', exp: now() + 60 }),
      );
      return new CompactSign(payload).setProtectedHeader({ alg: 'ES256', jwk: own.publicJwk }).sign(own.privateKey);
    },
    async 'signed with another key of the same name'() {
      return test.provider.token({}, await createKey(test.provider.key.kid));
    },
    async 'signed with a key that the issuer does not have'() {
      return test.provider.token({}, await createKey('unknown'));
    },
    async 'with changed claims'() {
      const [head = '', , signature = ''] = (await test.provider.token()).split('.');
      const claims = { iss: test.provider.issuer, aud: audience, sub: 'grace', roles: ['admin'], exp: now() + 60 };
      return `${head}.${encode(claims)}.${signature}`;
    },
    async 'without a signature'() {
      return (await test.provider.token()).replace(/[^.]+$/, '');
    },
    'that are no JWT': () => Promise.resolve('nonsense'),
    'that are nearly one': () => Promise.resolve('a.b.c'),
    'longer than any': () => Promise.resolve('x'.repeat(9_000)),
  };

  async function isRefused(token: string): Promise<void> {
    const answer = await ask(token);
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer error="invalid_(token|request)"$/);
    await expectProblem(answer, 401, 'unauthorized');
  }

  for (const [what, claims] of Object.entries(withClaims)) {
    it(`are refused ${what}`, async () => isRefused(await test.provider.token(claims())));
  }
  for (const [what, make] of Object.entries(withForm)) {
    it(`are refused ${what}`, async () => isRefused(await make()));
  }

  it('are the only thing that the header may hold, and go before a cookie', async () => {
    const browser = await test.signIn('grace');
    for (const authorization of ['', 'Bearer', 'Basic YTpi', 'bearer', 'Bearer a b', 'Bearer é']) {
      const answer = await test.send(browser, tasksPath, 'GET', undefined, { authorization });
      await expectProblem(answer, 401, 'unauthorized');
    }
    const authorization = `Bearer ${await test.provider.token()}`;
    const both = await test.send(browser, sessionPath, 'GET', undefined, { authorization });
    assert.equal(sessionSchema.parse(await both.json()).person?.sessionId, null);
  });

  const scopes: readonly (readonly [string | undefined, number, number])[] = [
    ['tasks:read tasks:write', 200, 201],
    ['tasks:read', 200, 403],
    ['tasks:write', 403, 201],
    ['openid profile', 403, 403],
    [undefined, 403, 403],
  ];
  for (const [scope, read, write] of scopes) {
    it(`with the scope ${scope ?? '(none)'} are answered ${read} to reading and ${write} to writing`, async () => {
      const token = await test.provider.token({ scope });
      const reading = await ask(token);
      assert.equal(reading.status, read);
      const writing = await ask(token, tasksPath, { method: 'POST', body: '{"title":"x"}' });
      assert.equal(writing.status, write);
      for (const answer of [reading, writing].filter(({ status }) => status === 403)) {
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer error="insufficient_scope", scope="tasks:/);
      }
    });
  }

  it('neither see sessions nor end any', async () => {
    const token = await test.provider.token({ roles: ['admin'] });
    await expectProblem(await ask(token, sessionsPath), 403, 'forbidden');
  });
});

describe("the issuer's keys", () => {
  needs('database', 'cache');
  let test: SignInTest;

  beforeEach(async () => {
    test = await startSignInTest();
  });

  afterEach(() => test.close());

  const statusOf = async (token: string) =>
    (await test.api.fetch(tasksPath, { headers: { authorization: `Bearer ${token}` } })).status;

  it('are fetched once, however many ask at the same time, and not for each key that does not exist', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, index) => test.provider.token({ jti: String(index) })),
    );
    assert.deepEqual(new Set(await Promise.all(tokens.map(statusOf))), new Set([200]));
    assert.equal(test.provider.keyRequests, 1);
    for (let index = 0; index < 5; index += 1) {
      assert.equal(await statusOf(await test.provider.token({}, await createKey(`made-up-${index}`))), 401);
    }
    assert.equal(test.provider.keyRequests, 1);
  });

  it('go on to work while the issuer is away', async () => {
    assert.equal(await statusOf(await test.provider.token()), 200);
    test.provider.isAway = true;
    assert.equal(await statusOf(await test.provider.token({ jti: 'other' })), 200);
  });

  it('cannot be had while the issuer is away, which is not the fault of the token', async () => {
    test.provider.isAway = true;
    assert.equal(await statusOf(await test.provider.token()), 503);
    test.provider.isAway = false;
    assert.equal(await statusOf(await test.provider.token()), 200);
  });

  it('may change: a new one is fetched, or the answer is 503', async () => {
    const config = loadConfig({
      DATABASE_URL: test.api.database.url,
      REDIS_URL: test.api.testCache.url,
      OIDC_ISSUER: test.provider.issuer,
      OIDC_CLIENT_ID: 'tasks',
      OIDC_AUDIENCE: audience,
    });
    const settings = signInSettings(config);
    assert.ok(settings);
    const tokens = new Tokens(settings, new Provider(settings, silentLog), 0);
    const [first, second, third] = [test.provider.key, await createKey('second'), await createKey('third')];
    const identify = async (key: typeof first) => tokens.identify(await test.provider.token({ jti: key.kid }, key));
    const { id } = await identify(first);
    test.provider.publishedKeys = [first.publicJwk, second.publicJwk];
    assert.equal((await identify(second)).id, id);
    test.provider.isAway = true;
    assert.equal((await identify(first)).id, id);
    await assert.rejects(identify(third), { status: 503 });
    test.provider.isAway = false;
    await assert.rejects(identify(third), { status: 401 });
    test.provider.publishedKeys = [third.publicJwk];
    assert.equal((await identify(third)).id, id);
  });
});
