import assert from 'node:assert/strict';
import { openSessionsSchema, sessionPath, sessionSchema, sessionsPath, signedOutSchema } from '@app/contract/session';
import { tasksPath } from '@app/contract/tasks';
import { expectProblem } from '../src/test-support/problems.ts';
import { needs } from '../src/test-support/services.ts';
import { MiniBrowser } from './support/mini-browser.ts';
import { type SignInTest, startSignInTest } from './support/sign-in.ts';

describe('signing in', () => {
  needs('database', 'cache');
  let test: SignInTest;

  before(async () => {
    test = await startSignInTest();
  });

  after(() => test.close());

  const sessionOf = async (browser: MiniBrowser) =>
    sessionSchema.parse(await (await test.send(browser, sessionPath)).json());

  it('begins at the provider and ends where it was begun, with a name and a role', async () => {
    const browser = new MiniBrowser();
    assert.deepEqual(await sessionOf(browser), {
      signIn: 'on',
      loginPath: '/auth/login',
      logoutPath: '/auth/logout',
      person: null,
    });
    const callback = await test.callbackOf(browser, 'ada', '/tasks?state=open#first');
    const answer = await browser.request(callback.href);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/tasks?state=open#first');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    const { person } = await sessionOf(browser);
    assert.equal(person?.name, 'Ada');
    assert.deepEqual(person?.roles, ['member']);
    assert.ok(Date.parse(person?.expiresAt ?? '') > Date.now());
  });

  it('keeps the secret from scripts and other sites, and of it only a hash', async () => {
    const browser = new MiniBrowser();
    const callback = await test.callbackOf(browser, 'ada');
    const answer = await browser.request(callback.href);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith(test.sessionCookie)) ?? '';
    assert.match(cookie, /^port-\d+-session=[\w-]{43}; Max-Age=43200; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    const secret = browser.cookies(test.api.origin).get(test.sessionCookie) ?? '';
    const { rows } = await test.api.pool.query('SELECT sessions::text AS row FROM sessions');
    assert.ok(rows.length > 0);
    assert.ok(!JSON.stringify(rows).includes(secret));
  });

  it('uses a cookie of this host alone behind HTTPS', async () => {
    const answer = await test.api.fetch('/auth/login', {
      redirect: 'manual',
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' },
    });
    const [cookie = ''] = answer.headers.getSetCookie();
    assert.match(
      cookie,
      /^__Host-sign-in-[\w-]{16}=[^;]+; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
    const location = new URL(answer.headers.get('location') ?? '');
    assert.equal(location.searchParams.get('redirect_uri'), 'https://shop.example/auth/callback');
    assert.equal(location.searchParams.get('code_challenge_method'), 'S256');
  });

  it('needs HTTPS on a network', async () => {
    const answer = await test.api.fetch('/auth/login', { headers: { 'x-forwarded-host': '192.168.1.7:3000' } });
    assert.match((await expectProblem(answer, 400, 'bad-request')).detail ?? '', /needs HTTPS, or localhost/);
  });

  it('works in two tabs at the same time', async () => {
    const browser = new MiniBrowser();
    const [first, second] = [await test.callbackOf(browser, 'ada', '/a'), await test.callbackOf(browser, 'ada', '/b')];
    assert.equal((await browser.request(second.href)).headers.get('location'), '/b');
    const a = await browser.request(first.href);
    assert.equal(a.headers.get('location'), '/a', await a.text());
  });

  it('forgets attempts that were given up, before they fill the headers', async () => {
    const browser = new MiniBrowser();
    for (let attempt = 0; attempt < 12; attempt += 1) await browser.request(`${test.api.origin}/auth/login`);
    assert.ok(browser.cookies(test.api.origin).size <= 6);
  });

  it('is over after signing out, everywhere it was used', async () => {
    const browser = await test.signIn('ada');
    const other = browser.copy();
    assert.equal((await test.send(other, tasksPath)).status, 200);
    const out = await test.send(browser, '/auth/logout', 'POST');
    const { redirectTo } = signedOutSchema.parse(await out.json());
    const away = new URL(redirectTo);
    assert.equal(away.origin, test.provider.issuer);
    assert.equal(away.searchParams.get('post_logout_redirect_uri'), `${test.api.origin}/`);
    assert.ok(!browser.cookies(test.api.origin).has(test.sessionCookie));
    await expectProblem(await test.send(other, tasksPath), 401, 'unauthorized');
    // A second tab signs out as well.
    assert.deepEqual(await (await test.send(browser, '/auth/logout', 'POST')).json(), { redirectTo: '/' });
  });

  it('says how to prove who asks where nobody is signed in', async () => {
    for (const [method, path] of [
      ['GET', tasksPath],
      ['POST', tasksPath],
      ['GET', `${tasksPath}/00000000-0000-4000-8000-000000000000`],
      ['GET', sessionsPath],
      ['DELETE', `${sessionsPath}/00000000-0000-4000-8000-000000000000`],
    ] as const) {
      const answer = await test.send(new MiniBrowser(), path, method);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
      await expectProblem(answer, 401, 'unauthorized');
    }
  });

  it('lists where somebody is signed in, and ends it; an administrator sees everybody', async () => {
    const [ada, bob, grace] = [await test.signIn('ada'), await test.signIn('bob'), await test.signIn('grace')];
    const listOf = async (browser: MiniBrowser) =>
      openSessionsSchema.parse(await (await test.send(browser, sessionsPath)).json()).items;
    assert.deepEqual(new Set((await listOf(ada)).map(({ name }) => name)), new Set(['Ada']));
    const all = await listOf(grace);
    assert.deepEqual(new Set(all.map(({ name }) => name)), new Set(['Ada', 'Bob', 'Grace']));
    const { person } = await sessionOf(ada);
    const path = `${sessionsPath}/${person?.sessionId}`;
    await expectProblem(await test.send(bob, path, 'DELETE'), 404, 'not-found');
    assert.equal((await test.send(grace, path, 'DELETE')).status, 204);
    await expectProblem(await test.send(ada, tasksPath), 401, 'unauthorized');
    await expectProblem(await test.send(grace, path, 'DELETE'), 404, 'not-found');
  });

  it('stays after the provider went away, which nobody new can sign in with', async () => {
    const ada = await test.signIn('ada');
    test.provider.isAway = true;
    try {
      assert.equal((await test.send(ada, tasksPath)).status, 200);
      const callback = new URL(`${test.api.origin}/auth/callback`);
      const browser = new MiniBrowser();
      const login = await browser.request(`${test.api.origin}/auth/login`);
      const { searchParams } = new URL(login.headers.get('location') ?? '');
      callback.search = new URLSearchParams({
        code: 'x',
        state: searchParams.get('state') ?? '',
        iss: test.provider.issuer,
      }).toString();
      const answer = await browser.request(callback.href);
      assert.equal(answer.headers.get('retry-after'), '5');
      await expectProblem(answer, 503, 'unavailable');
    } finally {
      test.provider.isAway = false;
    }
  });
});
