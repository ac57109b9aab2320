import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { needs } from '../src/test-support/services.ts';
import { rawRequest } from './support/raw-request.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const paths = ['/health', '/health/all', '/health/stream', '/api/tasks', '/docs/', '/openapi.json', '/nothing'];

/** A Host header, and whether the API answers to it. */
const hosts: readonly (readonly [string, boolean])[] = [
  ['localhost', true],
  ['localhost:4000', true],
  ['LOCALHOST:4000', true],
  ['localhost.:4000', true],
  ['shop.localhost', true],
  ['127.0.0.1:4000', true],
  ['192.168.1.7', true],
  ['[::1]:4000', true],
  ['api:4000', true],
  ['host.docker.internal:4000', true],
  ['monalisa-4000.app.github.dev', true],
  ['shop.test', true],
  ['www.example.dev', true],
  ['evil.test:4000', false],
  ['localhost.evil.test', false],
  ['127.0.0.1.evil.test', false],
  ['api.evil.test', false],
  ['app.github.dev.evil.test', false],
  ['notlocalhost', false],
  ['example.dev', false],
  ['evil.test@localhost', true],
  ['', false],
];

/** Headers of a request that changes data, and whether it is let in. */
const changes: readonly (readonly [string, Readonly<Record<string, string>>, boolean])[] = [
  ['a program, which sends neither', {}, true],
  ['a page of the same origin', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' }, true],
  ['a bookmark or the address bar', { 'sec-fetch-site': 'none' }, true],
  ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
  ['a page of another port', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:5555' }, false],
  ['a form without an origin', { 'sec-fetch-site': 'cross-site' }, false],
  ['a page of an allowed origin', { 'sec-fetch-site': 'cross-site', origin: 'https://app.example' }, true],
  ['an old browser on the same host', { origin: 'http://127.0.0.1:3000' }, true],
  ['an old browser behind a proxy', { origin: 'http://box.lan:3000', 'x-forwarded-host': 'box.lan:3000' }, true],
  ['an old browser on another site', { origin: 'https://evil.example' }, false],
  ['a sandboxed page', { origin: 'null' }, false],
];

const head = (path: string, ...more: string[]) =>
  [`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', ...more, '', ''].join('\r\n');

const chunked = (chunk: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);

describe('doors', () => {
  needs('database', 'cache');
  let api: TestApi;

  before(async () => {
    api = await startTestApi({ ALLOWED_HOSTS: 'Shop.test,.example.dev', CORS_ORIGINS: 'https://app.example' });
  });

  after(() => api.close());

  for (const [host, allowed] of hosts) {
    it(`${allowed ? 'answers' : 'does not answer'} to the host ${JSON.stringify(host)}`, async () => {
      const answer = await rawRequest(api.port, `GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      assert.match(answer, allowed ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 403 [^]*ALLOWED_HOSTS/);
    });
  }

  it('guards every path alike', async () => {
    for (const path of paths) {
      const answer = await rawRequest(api.port, `GET ${path} HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 403 /, path);
    }
  });

  it('leaves the names to the load balancer in production', async () => {
    const production = await startTestApi({ NODE_ENV: 'production' });
    const request = 'GET /health HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n\r\n';
    const answer = await rawRequest(production.port, request);
    await production.close();
    assert.match(answer, /^HTTP\/1\.1 200 /);
  });

  for (const [who, headers, allowed] of changes) {
    it(`${allowed ? 'lets in' : 'refuses'} a change from ${who}`, async () => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const request = (method: string) =>
        rawRequest(
          api.port,
          `${method} /api/tasks/00000000-0000-4000-8000-000000000000 HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\n` +
            `Connection: close\r\n${lines.join('')}\r\n`,
        );
      assert.match(await request('DELETE'), allowed ? /^HTTP\/1\.1 404 / : /^HTTP\/1\.1 403 /);
      assert.match(await request('GET'), /^HTTP\/1\.1 404 /);
    });
  }

  describe('a body that is too large', () => {
    const megabyte = Buffer.alloc(1_048_576, 'x');

    /** Sends up to 300 MB for as long as the connection takes them; how much went out, and what came back. */
    async function flood(request: string, wrap: (chunk: Buffer) => Buffer): Promise<{ sent: number; answer: string }> {
      const socket = connect(api.port, '127.0.0.1');
      const closed = new Promise((resolve) => socket.once('close', resolve).on('error', () => {}));
      let answer = '';
      socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
      socket.write(request);
      let sent = 0;
      for (const chunk = wrap(megabyte); sent < 300 && socket.writable; sent += 1) {
        const flushed = new Promise((resolve) => socket.write(chunk, resolve));
        await Promise.race([flushed, closed]);
      }
      await closed;
      return { sent, answer };
    }

    for (const path of ['/api/tasks', '/nothing']) {
      it(`is refused by its length, and not read, at ${path}`, async () => {
        const { sent, answer } = await flood(head(path, 'Content-Length: 314572800'), (chunk) => chunk);
        assert.match(answer, /^HTTP\/1\.1 413 /);
        assert.match(answer, /^Connection: close\r$/im);
        assert(sent < 50, `${sent} MB were taken`);
      });

      it(`is not read to its end without a length, at ${path}`, async () => {
        const { sent, answer } = await flood(head(path, 'Transfer-Encoding: chunked'), chunked);
        assert.match(answer, path === '/nothing' ? /^HTTP\/1\.1 404 / : /^HTTP\/1\.1 413 /);
        assert.match(answer, /^Connection: close\r$/im);
        assert(sent < 50, `${sent} MB were taken`);
      });
    }

    it('is refused instead of asked for', async () => {
      const answer = await rawRequest(
        api.port,
        head('/api/tasks', 'Content-Length: 314572800', 'Expect: 100-continue'),
      );
      assert.match(answer, /^HTTP\/1\.1 413 /);
    });

    it('does not keep a body of the right size from being asked for', async () => {
      const body = '{"title":"Asked for"}';
      const socket = connect(api.port, '127.0.0.1');
      socket.write(head('/api/tasks', `Content-Length: ${body.length}`, 'Expect: 100-continue', 'Connection: close'));
      const first = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
      assert.match(await first, /^HTTP\/1\.1 100 /);
      socket.write(body);
      assert.match(await text(socket), /^HTTP\/1\.1 201 /);
    });
  });
});
