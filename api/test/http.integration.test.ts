import assert from 'node:assert/strict';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { rawRequest } from './support/raw-request.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const allowed = 'https://app.example';
const unknownTask = '/api/tasks/00000000-0000-4000-8000-000000000000';

describe('HTTP', () => {
  needs('database', 'cache');

  let api: TestApi;

  before(async () => {
    api = await startTestApi({ CORS_ORIGINS: allowed });
  });

  after(() => api.close());

  const ask = (origin: string, method = 'GET', headers: Record<string, string> = {}) =>
    api.fetch('/api/tasks', { method, headers: { ...headers, origin } });

  it('names the methods there are', async () => {
    const allow = {
      '/api/tasks': 'GET, HEAD, POST, OPTIONS',
      [unknownTask]: 'GET, HEAD, PATCH, DELETE, OPTIONS',
      '/openapi.json': 'GET, HEAD, OPTIONS',
      '/docs/': 'GET, HEAD, OPTIONS',
    };
    for (const [path, methods] of Object.entries(allow)) {
      const refused = await api.fetch(path, { method: 'PUT' });
      assert.equal(refused.status, 405, path);
      assert.equal(refused.headers.get('allow'), methods);
    }
  });

  it('refuses a request without Host', async () => {
    const answer = await rawRequest(api.port, 'GET /api/tasks HTTP/1.1\r\nConnection: close\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.match(answer, /"detail":"The header Host is missing"/);
  });

  it("takes over the caller's id, and answers with it", async () => {
    const response = await api.fetch('/api/tasks', { headers: { 'x-request-id': 'caller-1' } });
    assert.equal(response.headers.get('x-request-id'), 'caller-1');
    const forged = await api.fetch('/api/tasks', { headers: { 'x-request-id': '"},{"forged' } });
    assert.match(forged.headers.get('x-request-id') ?? '', /^[\w-]+$/);
  });

  it('logs id, method, route, status and duration', async () => {
    const response = await api.fetch(`${unknownTask}?secret=1`);
    const id = response.headers.get('x-request-id');
    await eventually('the line', () => api.captured.lines.some((line) => line['id'] === id));
    const { level, time, durationMs, ...line } = api.captured.lines.find((each) => each['id'] === id) ?? {};
    assert.deepEqual(line, { id, method: 'GET', route: '/api/tasks/:id', status: 404, msg: 'Request' });
    assert.equal(level, 30);
    assert(typeof durationMs === 'number' && durationMs >= 0 && time !== undefined);
  });

  it('says in the log when the caller did not wait', async () => {
    api.databaseProxy.hang();
    const message = 'Request: the client disconnected before the response';
    await api.fetch('/api/tasks?limit=3', { signal: AbortSignal.timeout(200) }).catch(() => {});
    await eventually('the line', () => api.captured.messages.includes(message));
    await api.databaseProxy.pass();
  });

  it('sets the headers that protect data', async () => {
    for (const path of ['/api/tasks', '/nothing']) {
      const { headers } = await api.fetch(path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('content-security-policy'), "default-src 'none';frame-ancestors 'none'");
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
      assert.equal(headers.get('x-powered-by'), null);
    }
  });

  it('demands HTTPS in production only, where it is served by HTTPS', async () => {
    assert.equal((await api.fetch('/nothing')).headers.get('strict-transport-security'), null);
    const production = await startTestApi({ NODE_ENV: 'production' });
    try {
      const { headers } = await production.fetch('/nothing');
      assert.match(headers.get('strict-transport-security') ?? '', /^max-age=\d{8}/);
    } finally {
      await production.close();
    }
  });

  it('lets pages of the allowed origins in, and no others', async () => {
    const inside = await ask(allowed);
    assert.equal(inside.headers.get('access-control-allow-origin'), allowed);
    assert.match(inside.headers.get('access-control-expose-headers') ?? '', /ETag.*X-Cache/);
    const outside = await ask('https://evil.example');
    assert.equal(outside.headers.get('access-control-allow-origin'), null);
    assert.match(outside.headers.get('vary') ?? '', /Origin/);
    const preflight = await ask(allowed, 'OPTIONS', {
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'if-match',
    });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PATCH/);
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'if-match');
    const refused = await ask(allowed, 'PUT');
    assert.equal(refused.headers.get('access-control-allow-origin'), allowed);
  });
});
