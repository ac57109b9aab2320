import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { healthEventName } from '@zero-to-running/contract/health-stream';
import { watchReports, type HealthNews } from './watch-reports.ts';

const summary = (status: string) =>
  JSON.stringify({ status, timestamp: new Date().toISOString(), services: { api: { status: 'healthy' } } });

const event = (data: string, name = healthEventName) => `event: ${name}\ndata: ${data}\n\n`;

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

  /** The first news, each in a word. */
  async function news(count: number, token?: string): Promise<string[]> {
    const controller = new AbortController();
    const seen: HealthNews[] = [];
    for await (const each of watchReports({ url, token }, controller.signal)) {
      seen.push(each);
      if (seen.length === count) controller.abort();
    }
    return seen.map((each) => ('report' in each ? each.report.status : `lost: ${each.lost}`));
  }

  it('gives each report, and nothing of what is none', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event(summary('ok')) + event('{broken') + event(summary('error'), 'other') + ': heartbeat\n\n');
      response.write(event(summary('degraded')));
    };
    assert.deepEqual(await news(2), ['ok', 'degraded']);
  });

  it('tells of a lost connection, and connects again by itself', async () => {
    let connections = 0;
    answer = (_request, response) => {
      connections += 1;
      response.writeHead(connections === 2 ? 500 : 200, { 'content-type': 'text/event-stream' });
      response.end(event(summary('ok')));
    };
    assert.deepEqual(await news(4), ['ok', 'lost: it closed the stream', 'lost: it answers with status 500', 'ok']);
  });

  it('shows the token to the API', async () => {
    answer = ({ headers }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event(summary(headers.authorization === 'Bearer open sesame' ? 'ok' : 'error')));
    };
    assert.deepEqual(await news(1, 'open sesame'), ['ok']);
  });

  it('says why nothing can be had where nobody listens', async () => {
    server.close();
    await once(server, 'close');
    assert.match((await news(1)).join(), /^lost: .*ECONNREFUSED/);
  });
});
