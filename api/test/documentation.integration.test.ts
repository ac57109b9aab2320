import assert from 'node:assert/strict';
import { needs } from '../src/test-support/services.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

describe('documentation', () => {
  needs('database', 'cache');

  let api: TestApi;

  before(async () => {
    api = await startTestApi();
  });

  after(() => api.close());

  it('shows the documentation, all of it from here', async () => {
    const moved = await api.fetch('/docs', { redirect: 'manual' });
    assert.equal(moved.headers.get('location'), '/docs/');
    const page = await api.fetch('/docs/');
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'self'/);
    const html = await page.text();
    assert(!/https?:/.test(html));
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
    assert.equal(links.length, 4);
    for (const link of links) {
      const response = await api.fetch(new URL(link, 'http://x/docs/').pathname);
      assert.equal(response.status, 200, link);
      assert((await response.arrayBuffer()).byteLength > 100, link);
    }
    const document = Object(await (await api.fetch('/openapi.json')).json());
    assert.equal(document.openapi, '3.1.0');
    assert('/api/tasks/{id}' in document.paths);
  });
});

describe('documentation in production', () => {
  needs('database', 'cache');

  it('does not show the documentation', async () => {
    const api = await startTestApi({ NODE_ENV: 'production' });
    try {
      for (const path of ['/docs', '/docs/', '/docs/swagger-ui.css', '/openapi.json']) {
        assert.equal((await api.fetch(path)).status, 404, path);
      }
    } finally {
      await api.close();
    }
  });
});
