import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { healthEventName } from '@zero-to-running/health/contract/protocol';
import { stripVTControlCharacters } from 'node:util';
import type { HealthState } from '@zero-to-running/health/client/feed';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { watchLines } from '../commands/health.ts';
import { readReport, watchReports } from './reports.ts';

const summary = (status: string) =>
  JSON.stringify({ status, timestamp: new Date().toISOString(), services: { api: { status: 'healthy' } } });

const at = new Date().toISOString();
const healthy = { status: 'healthy', critical: true, latencyMs: 1, checkedAt: at, since: at };

const event = (data: string, name = healthEventName) => `event: ${name}\ndata: ${data}\n\n`;

const whole = (stack: string) => ({
  status: 'ok',
  timestamp: new Date().toISOString(),
  phase: 'ready',
  version: '1',
  stack,
  services: {},
  system: { uptime: 1, memory: { used: 1, total: 2 }, platform: 'linux' },
});

const shown = (state: HealthState) =>
  watchLines(state, Date.now(), { width: 200, endpoints: [['Logs', 'make logs']] }).map(stripVTControlCharacters);

const nothing = () => {};

describe('watching health reports', () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let url: string;
  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    url = `http://127.0.0.1:${address.port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** The first states, each in a word. */
  async function states(count: number, token?: string, onFirst = nothing): Promise<string[]> {
    const controller = new AbortController();
    const seen: HealthState[] = [];
    const onState = (state: HealthState) => {
      seen.push(state);
      if (seen.length === 1) onFirst();
      if (seen.length === count) controller.abort();
    };
    await watchReports({ url, token }, onState, controller.signal);
    return seen.map((state) =>
      state.link === 'lost' ? `lost: ${state.failure}` : (state.answer?.status ?? state.link),
    );
  }

  const stream = { 'content-type': 'text/event-stream' };

  it('gives each report, and nothing of what is none', async () => {
    let sendMore = nothing;
    answer = (_request, response) => {
      response.writeHead(200, stream);
      response.write(event(summary('ok')) + event(summary('error'), 'other') + ': heartbeat\n\n');
      sendMore = () => response.write(event(summary('degraded')));
    };
    assert.deepEqual(await states(2, undefined, () => sendMore()), ['ok', 'degraded']);
  });

  it('asks for the report while there is no stream, and says when nothing answers', async () => {
    let asked = 0;
    answer = ({ url: path }, response) => {
      asked += 1;
      if (path === healthPaths.stream) response.writeHead(200, stream).end(event(summary('ok')));
      else if (asked === 2) response.writeHead(500).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(summary('degraded'));
    };
    const [first, second, third] = await states(3);
    assert.equal(first, 'ok');
    assert.match(second ?? '', /^lost: The API does not answer: it answers with status 500/);
    assert.equal(third, 'ok');
  });

  it('shows the token to the API', async () => {
    answer = ({ headers }, response) => {
      response.writeHead(200, stream);
      response.write(event(summary(headers.authorization === 'Bearer open sesame' ? 'ok' : 'error')));
    };
    assert.deepEqual(await states(1, 'open sesame'), ['ok']);
  });

  it('says why nothing can be had where nobody listens', async () => {
    server.close();
    await once(server, 'close');
    assert.deepEqual(await states(1), ['lost: The API does not answer: nothing listens there']);
  });

  it('takes no report of another stack for its own, whether it asks once or watches', async () => {
    answer = ({ url: path }, response) => {
      const body = JSON.stringify(whole('blog-9f'));
      if (path === healthPaths.stream) response.writeHead(200, stream).write(event(body));
      else response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    };
    const source = { url, token: undefined, stack: 'shop-1a2b' };
    await assert.rejects(readReport(source), /is not this API: the API of another stack \(blog-9f\) has its port/);
    const controller = new AbortController();
    let last: HealthState | undefined;
    await watchReports(source, (state) => ((last = state), controller.abort()), controller.signal);
    assert.deepEqual([last?.link, last?.answer], ['lost', null]);
    assert.equal((await readReport({ ...source, stack: 'blog-9f' })).status, 'ok');
  });

  it('shows nothing as healthy once the connection is lost', async () => {
    answer = (_request, response) => {
      response.writeHead(200, stream).write(event(JSON.stringify({ ...whole('shop'), services: { api: healthy } })));
    };
    const controller = new AbortController();
    let live: HealthState | undefined;
    await watchReports({ url, token: undefined }, (state) => ((live = state), controller.abort()), controller.signal);
    assert.ok(live);
    assert.match(shown(live).join('\n'), /^✔ All healthy[^]*api +✔ healthy[^]*Logs +make logs/);
    const lost = shown({ ...live, link: 'lost', failure: 'It is away' });
    assert.match(
      lost[0] ?? '',
      /^! Connection to the API lost\. It is away\. The last report is 0 s old\. Trying again/,
    );
    assert.match(lost.join('\n'), /api +\? unknown/);
    assert.doesNotMatch(lost.join('\n'), /✔/);
  });
});
