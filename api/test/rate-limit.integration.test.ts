import assert from 'node:assert/strict';
import { needs } from '../src/test-support/services.ts';
import { problemOf } from './support/problem-of.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const allowed = 'https://app.example';

describe('rate limit', () => {
  needs('database', 'cache');

  let api: TestApi;

  before(async () => {
    api = await startTestApi({ RATE_LIMIT_PER_MINUTE: '5', TRUST_PROXY: '1', CORS_ORIGINS: allowed });
  });

  after(() => api.close());

  const ask = (caller: string, path = '/api/tasks') =>
    api.fetch(path, { headers: { 'x-forwarded-for': caller, origin: allowed } });

  /** Asks until it is refused; more than once through the limit only where a window ended meanwhile. */
  async function exhaust(caller: string): Promise<Response> {
    for (let count = 0; count < 12; count += 1) {
      const response = await ask(caller);
      if (response.status === 429) return response;
      assert.equal(response.status, 200);
    }
    return assert.fail('was never refused');
  }

  it('refuses a caller who asks too often, tells when to come back, and lets others in', async () => {
    const first = await ask('1.1.1.1');
    assert.match(first.headers.get('ratelimit') ?? '', /^limit=5, remaining=4, reset=\d+$/);
    const refused = await exhaust('1.1.1.1');
    assert.match(refused.headers.get('retry-after') ?? '', /^([1-9]|[1-5]\d|60)$/);
    assert.equal(refused.headers.get('access-control-allow-origin'), allowed);
    assert.equal((await problemOf(refused)).type, 'urn:problem:too-many-requests');
    assert.equal((await ask('2.2.2.2')).status, 200);
  });

  it('counts below /api only', async () => {
    await exhaust('3.3.3.3');
    assert.equal((await ask('3.3.3.3', '/health/all')).headers.get('ratelimit'), null);
    assert.equal((await ask('3.3.3.3', '/openapi.json')).status, 200);
  });

  it('keeps nobody out when Redis is away or hangs', async () => {
    api.cacheProxy.hang();
    for (let count = 0; count < 3; count += 1) assert.equal((await ask('4.4.4.4')).status, 200);
    await api.cacheProxy.refuse();
    assert.equal((await ask('4.4.4.4')).status, 200);
    await api.cacheProxy.pass();
  });
});

describe('who is told apart by the rate limit', () => {
  needs('database', 'cache');

  /** Hops that are trusted, two chains of addresses, and whether they are one caller. */
  const cases: readonly (readonly [number, string, string, boolean])[] = [
    [0, '1.2.3.4', '5.6.7.8', true],
    [1, '6.6.6.6, 1.2.3.4', '7.7.7.7, 1.2.3.4', true],
    [1, '1.2.3.4', '1.2.3.5', false],
    [2, '1.2.3.4, 10.0.0.2', '1.2.3.5, 10.0.0.2', false],
    [2, '6.6.6.6, 1.2.3.4, 10.0.0.2', '7.7.7.7, 1.2.3.4, 10.0.0.2', true],
    [9, '1.2.3.4', '1.2.3.4', true],
    [1, '::ffff:1.2.3.4', '1.2.3.4', true],
    [1, '2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', true],
    [1, '2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ];

  for (const [hops, one, other, same] of cases) {
    it(`takes ${one} and ${other} behind ${hops} proxies for ${same ? 'one caller' : 'two'}`, async () => {
      const api = await startTestApi({ RATE_LIMIT_PER_MINUTE: '1000', TRUST_PROXY: String(hops) });
      try {
        const remaining = async (forwarded: string): Promise<number> => {
          const { headers } = await api.fetch('/api/tasks', { headers: { 'x-forwarded-for': forwarded } });
          return Number(/remaining=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
        };
        assert.equal(await remaining(one), 999);
        assert.equal(await remaining(other), same ? 998 : 999);
      } finally {
        await api.close();
      }
    });
  }
});
