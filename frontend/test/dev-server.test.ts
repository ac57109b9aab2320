import assert from 'node:assert/strict';
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { problemMediaType, problemSchema } from '@zero-to-running/contract/problem';
import { eventually } from './support/eventually.ts';
import { FakeApi } from './support/fake-api.ts';
import { Gate } from './support/gate.ts';
import { portOf } from './support/port-of.ts';
import { startDevServer, startVite, type ViteServer } from './support/vite-server.ts';

describe('dev server', () => {
  let api: FakeApi;
  let gate: Gate;
  let server: ViteServer;
  before(async function start() {
    this.timeout(90_000);
    api = await FakeApi.start();
    gate = await Gate.open(new URL(`http://127.0.0.1:${api.port}`));
    server = await startDevServer(`http://127.0.0.1:${gate.port}`);
  });
  afterEach(() => gate.open());
  after(async () => {
    await server.program.stop();
    await gate.shut();
    await api.close();
  });

  const fetchPath = (path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { ...init, signal: AbortSignal.timeout(10_000) });

  /** Opens the stream, and returns it with its first event. */
  async function openStream(): Promise<{ response: IncomingMessage; text: () => string }> {
    const asked = request(`${server.url}/health/stream`).end();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.once('response', resolve).once('error', reject);
    });
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    // Its connection is cut by some of the tests.
    response.on('error', () => {});
    await eventually(() => assert.match(text, /event: report\ndata: \{.*\}\n\n/));
    return { response, text: () => text };
  }

  it('passes the paths of the API on, and no others', async () => {
    for (const path of ['/health/all', '/api/tasks', '/health/history?x=1']) {
      assert.match((await fetchPath(path)).headers.get('content-type') ?? '', /json/, path);
    }
    for (const path of ['/', '/tasks', '/healthy', '/apis', '/documents']) {
      const response = await fetchPath(path, { headers: { accept: 'text/html' } });
      assert.match(await response.text(), /<div id="root">/, path);
    }
  });

  it('passes bodies, headers and statuses through', async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' };
    const body = JSON.stringify({ title: 'through the proxy' });
    const created = await fetchPath('/api/tasks', { method: 'POST', headers, body });
    assert.deepEqual([created.status, created.headers.get('etag')], [201, '"1"']);
    const again = await fetchPath('/api/tasks', { method: 'POST', headers, body });
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
  });

  it('passes events on as they come, and closes the stream with the reader', async () => {
    const { response, text } = await openStream();
    api.health.fail('cache', 'timeout');
    await eventually(() => assert.match(text(), /"error":"timeout"/));
    assert.equal(api.health.readers, 1);
    response.destroy();
    await eventually(() => assert.equal(api.health.readers, 0));
  });

  it('ends a stream whose API dies', async () => {
    const { response } = await openStream();
    await gate.shut();
    await eventually(() => assert.ok(response.destroyed), 5_000);
  });

  it('answers with a problem while the API is away, and logs one line instead of a stack for each', async () => {
    await gate.shut();
    const logged = server.program.lines.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetchPath('/api/tasks?state=open')));
    for (const answer of answers) {
      assert.equal(answer.status, 502);
      assert.equal(answer.headers.get('content-type'), problemMediaType);
      const problem = problemSchema.parse(await answer.json());
      assert.equal(problem.instance, '/api/tasks');
      assert.match(problem.detail ?? '', /no API at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\).*make logs SERVICE=api/);
    }
    const lines = server.program.lines.slice(logged);
    assert.deepEqual([lines.length, lines.filter((line) => line.includes('API away: ECONNREFUSED')).length], [1, 1]);
  });

  it('takes no other port than the one it was given', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    try {
      await assert.rejects(startVite({ PORT: String(portOf(taken)) }), /ended with code 1.*already in use/s);
    } finally {
      taken.close();
    }
  });

  it('refuses to start with a wrong environment, and says what is wrong', async () => {
    await assert.rejects(startVite({ PORT: '0', API_URL: 'localhost:4000' }), /API_URL="localhost:4000" should be/);
  });
});
