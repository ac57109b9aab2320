import assert from 'node:assert/strict';
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { problemMediaType, problemSchema } from '@app/contract/problem';
import { eventually } from './support/eventually.ts';
import { FakeApi } from './support/fake-api.ts';
import { Gate } from './support/gate.ts';
import { portOf } from './support/port-of.ts';
import { frontendFolder, startDevServer, startVite, type ViteServer } from './support/vite-server.ts';

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

/** Files of a checkout that hold what nobody else is to read: each with a word that must not get out. */
const privateFiles = [
  '.stack/logs/api.log',
  '.stack/state.json',
  '.stack/postgres/data/pg_wal/000000010000000000000001',
  '.env',
  '.env.local',
  '.git/config',
  'infra/environments/dev/terraform.tfstate',
  'infra/environments/dev/terraform.tfvars',
  'infra/environments/dev/.terraform/terraform.tfstate',
  'api/src/main.ts',
  'package.json',
  'frontend/.env',
  'frontend/src/.env',
  'frontend/src/.stack/state.json',
  'frontend/vite.config.ts',
  'packages/stack/src/cli.ts',
];

/** Ways in which Vite takes the path of a file. */
const waysOfAsking: readonly ((path: string) => string)[] = [
  (path) => `/@fs${path}`,
  (path) => `/@fs${path}?raw`,
  (path) => `/@fs${path}?url`,
  (path) => `/@fs${path}?import&raw`,
  (path) => `/@fs${path}?raw??`,
  (path) => `/@fs${path}?inline&import`,
  (path) => `/@fs/x/x/x/vite/../../../../..${path}?raw`,
  (path) => `/@id/${path}?raw`,
];

/** The status with which a server answers who asks for a host. */
async function statusFor(host: string, { url }: ViteServer): Promise<number | undefined> {
  const asked = request(url, { headers: { host } }).end();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve).once('error', reject);
  });
  response.resume();
  return response.statusCode;
}

describe('files that the dev server hands out', () => {
  const word = 'a-secret-of-the-checkout';
  let folder: string;
  let server: ViteServer;
  before(async function start() {
    this.timeout(90_000);
    // A name with a space, beside what a checkout consists of.
    folder = join(await mkdtemp(join(frontendFolder, '..', '.stack-test-')), 'a check out');
    for (const path of privateFiles) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), `export const secret = '${word}';`);
    }
    for (const path of ['index.html', 'vite.config.ts', 'dev', 'package.json']) {
      await rm(join(folder, 'frontend', path), { force: true });
      await cp(join(frontendFolder, path), join(folder, 'frontend', path), { recursive: true });
    }
    await writeFile(join(folder, 'frontend/src/main.tsx'), `export const shown = 'the page';`);
    await symlink(join(frontendFolder, '../node_modules'), join(folder, 'node_modules'));
    server = await startDevServer('http://127.0.0.1:9', join(folder, 'frontend'));
  });
  after(async () => {
    await server?.program.stop();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  it('are the page’s own', async () => {
    const response = await fetch(`${server.url}/src/main.tsx`);
    assert.match(await response.text(), /the page/);
    const whole = await fetch(`${server.url}/@fs${encodeURI(join(folder, 'frontend/src/main.tsx'))}`);
    assert.match(await whole.text(), /the page/);
  });

  for (const path of privateFiles.filter((name) => !['package.json', 'frontend/vite.config.ts'].includes(name))) {
    it(`are not ${path}, however it is asked for`, async () => {
      const file = encodeURI(join(folder, path));
      const urls = waysOfAsking.map((way) => way(file));
      if (path.startsWith('frontend/'))
        urls.push(`/${path.slice('frontend/'.length)}`, `/${path.slice('frontend/'.length)}?raw`);
      for (const url of urls) {
        for (const headers of [{}, { origin: 'http://localhost:4003' }, { accept: 'text/html', origin: 'null' }]) {
          const response = await fetch(server.url + url, { headers });
          assert.ok(!(await response.text()).includes(word), `${url} gives it away`);
          assert.equal(response.headers.get('access-control-allow-origin'), null);
        }
      }
    });
  }

  it('are for the hosts that are allowed only', async () => {
    assert.deepEqual([await statusFor('localhost', server), await statusFor('evil.test', server)], [200, 403]);
  });
});
