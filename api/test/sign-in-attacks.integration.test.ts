import assert from 'node:assert/strict';
import { tasksPath } from '@app/contract/tasks';
import { expectProblem } from '../src/test-support/problems.ts';
import { needs } from '../src/test-support/services.ts';
import { MiniBrowser } from './support/mini-browser.ts';
import { type SignInTest, startSignInTest } from './support/sign-in.ts';

const attemptPattern = /-sign-in-/;

describe('attacks on signing in', () => {
  needs('database', 'cache');
  let test: SignInTest;

  before(async () => {
    test = await startSignInTest();
  });

  after(() => test.close());

  const cookiesOf = (browser: MiniBrowser) => browser.cookies(test.api.origin);

  async function staysOut(browser: MiniBrowser): Promise<void> {
    assert.ok(!cookiesOf(browser).has(test.sessionCookie));
    await expectProblem(await test.send(browser, tasksPath), 401, 'unauthorized');
  }

  async function isRefused(browser: MiniBrowser, callback: URL, code: 'bad-request' | 'forbidden'): Promise<void> {
    const answer = await browser.request(callback.href);
    await expectProblem(answer, code === 'forbidden' ? 403 : 400, code);
    await staysOut(browser);
  }

  /** Changes what one kept attempt says. */
  function tamper(browser: MiniBrowser, change: (attempt: Record<string, unknown>) => object): void {
    const found = [...cookiesOf(browser)].find(([name]) => attemptPattern.test(name));
    assert.ok(found);
    const [name, value] = found;
    const attempt = Object(JSON.parse(Buffer.from(value, 'base64url').toString()));
    cookiesOf(browser).set(name, Buffer.from(JSON.stringify(change(attempt))).toString('base64url'));
  }

  const attempts: Record<string, (mine: MiniBrowser, callback: URL) => Promise<'bad-request' | 'forbidden'>> = {
    'an address that another browser was sent to'(mine) {
      cookiesOf(mine).clear();
      return Promise.resolve('bad-request');
    },
    'no state'(_, callback) {
      callback.searchParams.delete('state');
      return Promise.resolve('bad-request');
    },
    'two states'(_, callback) {
      callback.searchParams.append('state', callback.searchParams.get('state') ?? '');
      return Promise.resolve('bad-request');
    },
    'another state'(_, callback) {
      callback.searchParams.set('state', 'A'.repeat(43));
      return Promise.resolve('bad-request');
    },
    'a state that ends otherwise'(_, callback) {
      callback.searchParams.set('state', (callback.searchParams.get('state') ?? '').slice(0, 20).padEnd(43, 'A'));
      return Promise.resolve('bad-request');
    },
    'a state that is a path'(_, callback) {
      callback.searchParams.set('state', '../../session');
      return Promise.resolve('bad-request');
    },
    'no code'(_, callback) {
      callback.searchParams.delete('code');
      return Promise.resolve('forbidden');
    },
    'a code that was made up'(_, callback) {
      callback.searchParams.set('code', 'x'.repeat(43));
      return Promise.resolve('forbidden');
    },
    'the code of another person (code injection)': async (_, callback) => {
      const other = await test.callbackOf(new MiniBrowser(), 'grace');
      callback.searchParams.set('code', other.searchParams.get('code') ?? '');
      return 'forbidden';
    },
    'another issuer (mix-up)'(_, callback) {
      callback.searchParams.set('iss', 'https://evil.example');
      return Promise.resolve('forbidden');
    },
    'no issuer, where the provider names it'(_, callback) {
      callback.searchParams.delete('iss');
      return Promise.resolve('forbidden');
    },
    'a nonce of another attempt'(mine) {
      tamper(mine, (attempt) => ({ ...attempt, nonce: 'A'.repeat(43) }));
      return Promise.resolve('forbidden');
    },
    'a verifier of another attempt'(mine) {
      tamper(mine, (attempt) => ({ ...attempt, verifier: 'A'.repeat(43) }));
      return Promise.resolve('forbidden');
    },
    'an attempt that is more than ten minutes old'(mine) {
      tamper(mine, (attempt) => ({ ...attempt, begunAt: Date.now() - 601_000 }));
      return Promise.resolve('bad-request');
    },
    'an attempt of the future'(mine) {
      tamper(mine, (attempt) => ({ ...attempt, begunAt: Date.now() + 60_000 }));
      return Promise.resolve('bad-request');
    },
    'an attempt that is no JSON'(mine) {
      for (const [name] of cookiesOf(mine)) cookiesOf(mine).set(name, 'nonsense');
      return Promise.resolve('bad-request');
    },
    "an error of the provider's"(_, callback) {
      callback.searchParams.delete('code');
      callback.searchParams.set('error', 'server_error');
      return Promise.resolve('forbidden');
    },
  };

  for (const [what, prepare] of Object.entries(attempts)) {
    it(`refuses ${what}`, async () => {
      const mine = new MiniBrowser();
      const callback = await test.callbackOf(mine, 'ada');
      await isRefused(mine, callback, await prepare(mine, callback));
    });
  }

  it('refuses an answer that was used before', async () => {
    const mine = new MiniBrowser();
    const callback = await test.callbackOf(mine, 'ada');
    const before = mine.copy();
    assert.equal((await mine.request(callback.href)).status, 303);
    assert.equal((await mine.request(callback.href)).status, 400);
    // Even with what the browser held then, as who copied it would.
    await isRefused(before, callback, 'forbidden');
  });

  it('goes nowhere else after signing in, also when the kept path was changed', async () => {
    const mine = new MiniBrowser();
    const callback = await test.callbackOf(mine, 'ada');
    tamper(mine, (attempt) => ({ ...attempt, returnTo: '//evil.example' }));
    assert.equal((await mine.request(callback.href)).headers.get('location'), '/');
  });

  it('refuses a way back that leads elsewhere', async () => {
    const evil = ['//evil.example', 'https://evil.example', '/\\evil.example', '/.//evil.example', '/auth/logout'];
    const queries = evil.map((each) => new URLSearchParams({ return_to: each }).toString());
    for (const query of [...queries, 'return_to=/&return_to=/']) {
      await expectProblem(await test.api.fetch(`/auth/login?${query}`, { redirect: 'manual' }), 400, 'bad-request');
    }
  });

  it('gives a new secret at each sign-in, and ends the one before (fixation)', async () => {
    const mine = await test.signIn('ada');
    const first = cookiesOf(mine).get(test.sessionCookie) ?? '';
    const attacker = mine.copy();
    await test.signIn('grace', mine);
    assert.notEqual(cookiesOf(mine).get(test.sessionCookie), first);
    await expectProblem(await test.send(attacker, tasksPath), 401, 'unauthorized');
    // A secret that somebody planted is never taken over.
    const planted = new MiniBrowser();
    cookiesOf(planted).set(test.sessionCookie, 'A'.repeat(43));
    await test.signIn('ada', planted);
    assert.notEqual(cookiesOf(planted).get(test.sessionCookie), 'A'.repeat(43));
  });

  it('takes no cookie of which there are two (tossing)', async () => {
    const mine = await test.signIn('ada');
    const value = cookiesOf(mine).get(test.sessionCookie) ?? '';
    const pair = `${test.sessionCookie}=${value}`;
    const ask = (cookie: string, headers = {}) => test.api.fetch(tasksPath, { headers: { cookie, ...headers } });
    assert.equal((await ask(pair)).status, 200);
    assert.equal((await ask(`${pair}; ${pair}`)).status, 200);
    assert.equal((await ask(`${pair}; ${test.sessionCookie}=${'A'.repeat(43)}`)).status, 401);
    // Behind HTTPS only the name that a subdomain cannot set counts.
    const https = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' };
    for (const name of ['session', test.sessionCookie, '__Secure-session', '__host-session']) {
      assert.equal((await ask(`${name}=${value}`, https)).status, 401, name);
    }
    assert.equal((await ask(`__Host-session=${value}`, https)).status, 200);
  });

  it('lets no other site change anything, or whatever hides where it comes from', async () => {
    const mine = await test.signIn('ada');
    const cookie = `${test.sessionCookie}=${cookiesOf(mine).get(test.sessionCookie)}`;
    const sites: readonly (readonly [Record<string, string>, number])[] = [
      [{ 'sec-fetch-site': 'same-origin' }, 201],
      [{ origin: test.api.origin }, 201],
      [{}, 403],
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }, 403],
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
    ];
    for (const [headers, status] of sites) {
      const init = { method: 'POST', body: '{"title":"x"}' };
      const content = { cookie, 'content-type': 'application/json' };
      const answer = await test.api.fetch(tasksPath, { ...init, headers: { ...content, ...headers } });
      assert.equal(answer.status, status, JSON.stringify(headers));
    }
    const out = await test.api.fetch('/auth/logout', {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
    });
    await expectProblem(out, 403, 'forbidden');
    assert.equal((await test.send(mine, tasksPath)).status, 200);
  });

  it('answers 503, and not 401, while the database is away', async () => {
    const mine = await test.signIn('ada');
    await test.api.databaseProxy.refuse();
    try {
      await expectProblem(await test.send(mine, tasksPath), 503, 'unavailable');
    } finally {
      await test.api.databaseProxy.pass();
    }
  });

  it('has no code, cookie or token in the log', async () => {
    const mine = new MiniBrowser();
    const callback = await test.callbackOf(mine, 'ada');
    const held = [...cookiesOf(mine).values()];
    await mine.request(callback.href);
    await mine.request(callback.href);
    const token = await test.provider.token();
    await test.api.fetch(tasksPath, { headers: { authorization: `Bearer ${token}` } });
    await test.api.fetch(tasksPath, { headers: { authorization: `Bearer ${token}x` } });
    const secrets = [...held, ...cookiesOf(mine).values(), ...callback.searchParams.values(), token];
    const log = JSON.stringify(test.api.captured);
    assert.ok(log.includes('/auth/callback'));
    for (const secret of secrets) if (secret !== test.provider.issuer) assert.ok(!log.includes(secret), secret);
  });
});
