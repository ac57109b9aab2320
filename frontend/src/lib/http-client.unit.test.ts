import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { problemMediaType, problemType } from '@app/contract/problem';
import { portOf } from '../../test/support/port-of.ts';
import { ApiProblem, NetworkError } from './api-error.ts';
import { httpClient } from './http-client.ts';

describe('HTTP client', () => {
  let server: Server;
  let answer: RequestListener;
  let url: string;
  before(async () => {
    server = createServer((request, response) => answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${portOf(server)}/`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  function answering(status: number, type: string, body: string, headers: Record<string, string> = {}): void {
    answer = (_request, response) => response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  }

  const problem = { type: problemType('unavailable'), title: 'Away', status: 503, id: 'abc' };

  it('turns problem+json into a typed error', async () => {
    answering(503, `${problemMediaType}; charset=utf-8`, JSON.stringify(problem), { 'retry-after': '2' });
    await assert.rejects(httpClient.get(url), (error) => {
      assert.ok(error instanceof ApiProblem);
      assert.deepEqual(error.problem, problem);
      assert.equal(error.retryAfterMs, 2_000);
      assert.ok(error.is('unavailable'));
      return true;
    });
  });

  it('reads a date in Retry-After', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    answering(503, problemMediaType, JSON.stringify(problem), { 'retry-after': date });
    await assert.rejects(httpClient.get(url), (error) => {
      assert.ok(error instanceof ApiProblem && error.retryAfterMs !== null);
      assert.ok(error.retryAfterMs > 30_000 && error.retryAfterMs <= 60_000);
      return true;
    });
  });

  it('takes an answer that is no problem for what it is', async () => {
    answering(502, 'text/html', '<h1>Bad gateway</h1>');
    await assert.rejects(httpClient.get(url), { name: 'NetworkError', reason: 'network', message: /502/ });
    answering(500, problemMediaType, '{"title": "incomplete"}');
    await assert.rejects(httpClient.get(url), { name: 'NetworkError', reason: 'unreadable', message: /500/ });
  });

  it('gives up at the deadline', async () => {
    answer = () => {};
    await assert.rejects(httpClient.get(url, { timeout: 50 }), {
      name: 'NetworkError',
      reason: 'timeout',
      message: /0.05 s/,
    });
  });

  it('says when there is no connection', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const port = portOf(closed);
    closed.close();
    await once(closed, 'close');
    await assert.rejects(
      httpClient.get(`http://127.0.0.1:${port}/`),
      (error) => error instanceof NetworkError && error.reason === 'network',
    );
  });

  it('leaves a cancelled request what it is', async () => {
    answer = () => {};
    await assert.rejects(httpClient.get(url, { signal: AbortSignal.abort() }), { name: 'CanceledError' });
  });
});
