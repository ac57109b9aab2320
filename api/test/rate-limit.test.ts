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
