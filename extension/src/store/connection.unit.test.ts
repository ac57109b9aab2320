import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { report } from '@zero-to-running/health/contract/test-support/reports';
import { connect } from '@zero-to-running/health/client/connection';
import type { ConnectionFailure } from '@zero-to-running/health/client/failure';
import type { HealthLink } from '@zero-to-running/health/client/freshness';
import type { ReadAnswer } from '@zero-to-running/health/client/answer';
import { eventually } from '../../test/support/eventually.ts';
import { startPageServer, type PageServer } from '../../test/support/page-server.ts';

const event = (data: string) => `event: report\ndata: ${data}\n\n`;

const streamHead = { 'content-type': 'text/event-stream' };

describe('connection', () => {
  let server: PageServer;
  let controller: AbortController;
  let done: Promise<void>;
  let answers: { read: ReadAnswer; link: HealthLink }[];
  let failures: ConnectionFailure[];

  async function follow(listener: RequestListener, token?: string): Promise<void> {
    server = await startPageServer(listener);
    controller = new AbortController();
    answers = [];
    failures = [];
    done = connect({
      findSource: () => Promise.resolve({ api: server.origin, frontend: undefined, token }),
      retryCapMs: 1_000,
      signal: controller.signal,
      listener: {
        onAnswer: (read, link) => answers.push({ read, link }),
        onFailure: (failure) => failures.push(failure),
        onQuestion: () => undefined,
        onOutcome: () => undefined,
      },
    });
  }
  afterEach(async () => {
    controller.abort();
    await done;
    await server.stop();
  });

  const failed = (kind: ConnectionFailure['kind']) => eventually(() => assert.equal(failures[0]?.kind, kind));

  it('takes reports from the stream, and asks nothing besides', async () => {
    await follow((_request, response) => {
      response.writeHead(200, streamHead);
      response.write(event(JSON.stringify(report())));
    });
    await eventually(() => assert.equal(answers[0]?.link, 'live'));
    assert.deepEqual(answers[0]?.read.answer, report());
    assert.deepEqual(server.requests, ['GET /health/stream']);
  });

  it('asks where there is no stream, also an API that is not healthy', async () => {
    await follow((request, response) => {
      if (request.url !== '/health/all') return response.writeHead(404).end('no');
      return response.writeHead(503).end(JSON.stringify(report({ status: 'error' })));
    });
    await eventually(() => assert.ok(answers.length >= 2));
    assert.deepEqual([answers[0]?.link, answers[0]?.read.answer.status], ['polling', 'error']);
  });

  it('comes back to the stream after a loss', async () => {
    let isUp = false;
    await follow((request, response) => {
      if (!isUp) return request.socket.destroy();
      response.writeHead(200, streamHead);
      return response.write(event(JSON.stringify(report())));
    });
    await eventually(() => assert.ok(failures.length >= 1));
    isUp = true;
    await eventually(() => assert.equal(answers.at(-1)?.link, 'live'));
  });

  it('sends the token, and tells when it is refused', async () => {
    const sent: (string | undefined)[] = [];
    await follow((request, response) => {
      sent.push(request.headers.authorization);
      response.writeHead(401).end();
    }, 'secret');
    await failed('token-refused');
    assert.equal(sent[0], 'Bearer secret');
    assert.match(failures[0]?.message ?? '', /refuses the stored token \(status 401\)/);
  });

  it('tells an API that asks for a token from one that refuses it', async () => {
    await follow((_request, response) => response.writeHead(401).end());
    await failed('token-needed');
  });

  it('follows no redirect, so that no token goes elsewhere', async () => {
    const elsewhere = await startPageServer();
    try {
      await follow((_request, response) => response.writeHead(302, { location: elsewhere.origin }).end(), 'secret');
      await failed('redirect');
      assert.deepEqual(elsewhere.requests, []);
    } finally {
      await elsewhere.stop();
    }
  });

  it('reads no more than a report can be of a body of 50 MB', async () => {
    let sent = 0;
    await follow((request, response) => {
      if (request.url !== '/health/all') return response.writeHead(404).end();
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1024, ' ');
      const more = () => {
        while (sent < 50 * 1024 * 1024 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return response.once('drain', more);
        }
        return response.end();
      };
      return more();
    });
    await failed('too-large');
    assert.ok(sent < 20 * 1024 * 1024, `${sent} bytes were sent`);
  });

  it('cuts a stream whose line never ends', async () => {
    await follow((request, response) => {
      if (request.url !== '/health/stream') return response.writeHead(404).end();
      response.writeHead(200, streamHead);
      response.write('data: ');
      const chunk = 'x'.repeat(64 * 1024);
      const more = () => {
        while (!response.destroyed) if (!response.write(chunk)) return response.once('drain', more);
        return undefined;
      };
      return more();
    });
    // The question that follows is refused, which is what is told.
    await failed('status');
    assert.ok(failures[0]?.message.endsWith(`status 404 at ${server.origin}/health/all`), failures[0]?.message);
    assert.ok(server.requests.includes('GET /health/all'));
  });

  it('takes few of the reports that a server floods it with', async () => {
    await follow((_request, response) => {
      response.writeHead(200, streamHead);
      const text = event(JSON.stringify(report())).repeat(100);
      const more = () => {
        while (!response.destroyed) if (!response.write(text)) return response.once('drain', more);
        return undefined;
      };
      return more();
    });
    const startedAt = performance.now();
    await eventually(() => assert.ok(answers.length >= 3));
    assert.ok(answers.length <= 2 + (performance.now() - startedAt) / 100);
  });

  for (const [what, body] of [
    ['text', 'hello'],
    ['half a report', '{"status":"ok"'],
    ['a report of wrong types', JSON.stringify({ ...report(), status: 7, services: [] })],
    ['null', 'null'],
    ['HTML', '<script>alert(1)</script>'],
  ] as const) {
    it(`does not understand ${what}`, async () => {
      await follow((request, response) => {
        if (request.url === '/health/stream') return response.writeHead(200, streamHead).end(event(body));
        return response.end(body);
      });
      await failed('not-understood');
    });
  }

  it('does not wait for a server that never answers', async () => {
    await follow(() => undefined);
    await failed('timeout');
  });

  it('tells that nothing listens', async () => {
    await follow(() => undefined);
    await server.stop();
    await eventually(() => assert.ok(failures.some(({ kind }) => kind === 'refused')));
  });
});
