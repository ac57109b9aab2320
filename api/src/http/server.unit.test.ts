import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { problemMediaType, problemSchema } from '@app/contract/problem';
import { captureLog } from '../test-support/log.ts';
import { eventually } from '../test-support/eventually.ts';
import { ListenError } from './server.ts';
import { HttpServer } from './server.ts';
import { serverTimeouts, type ServerTimeouts } from './server.ts';

const noneEndless = (): number => 0;

function ask(port: number, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ port, agent }, (response) => {
      response.resume().once('end', () => resolve(response));
    })
      .once('error', reject)
      .end();
  });
}

describe('HttpServer', () => {
  const { log, lines } = captureLog();
  const servers: HttpServer[] = [];
  const sockets: Socket[] = [];
  const agents: Agent[] = [];

  async function serve(listener: RequestListener, timeouts: Partial<ServerTimeouts> = {}) {
    const server = new HttpServer(listener, { ...serverTimeouts, ...timeouts }, log);
    servers.push(server);
    return { server, port: await server.listen('127.0.0.1', 0) };
  }

  function dial(port: number): Socket {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    return socket;
  }

  function keepAlive(): Agent {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return agent;
  }

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const agent of agents.splice(0)) agent.destroy();
    for (const server of servers.splice(0)) server.cut();
  });

  it('says why it cannot listen', async () => {
    const { port } = await serve((_req, res) => res.end());
    const second = new HttpServer((_req, res) => res.end(), serverTimeouts, log);
    const taken = new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is taken by another process`);
    await assert.rejects(
      second.listen('127.0.0.1', port),
      (error) => error instanceof ListenError && taken.test(error.message),
    );
    await assert.rejects(second.listen('192.0.2.1', 0), /does not have the address 192\.0\.2\.1/);
    await assert.rejects(second.listen('nowhere.invalid', 0), /nowhere\.invalid/);
  });

  const garbage = {
    'no HTTP': ['nonsense\r\n\r\n', 400],
    'an unknown method': ['FROBNICATE / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    'two lengths': ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    'headers that are too large': [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  } as const;

  for (const [what, [bytes, status]] of Object.entries(garbage)) {
    it(`answers ${what} with a problem whose id the log has`, async () => {
      const { port } = await serve((_req, res) => res.end());
      const socket = dial(port);
      socket.write(bytes);
      const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert(head.includes(`Content-Type: ${problemMediaType}`));
      const problem = problemSchema.parse(JSON.parse(body));
      assert.equal(problem.status, status);
      assert(lines.some(({ id }) => id === problem.id));
    });
  }

  const drips = {
    headers: ['GET / HTTP/1.1\r\nHost: x\r\n', 'X: x\r\n'],
    body: ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n', 'x'],
    'chunks of a body': ['POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'],
  } as const;

  for (const [what, [beginning, drop]] of Object.entries(drips)) {
    it(`serves others while 200 connections send their ${what} slowly, and closes those in time`, async () => {
      const { port } = await serve((req, res) => void req.resume().on('end', () => res.end('ok')), {
        headersMs: 1_000,
        requestMs: 1_500,
        checkMs: 50,
      });
      const slow = Array.from({ length: 200 }, () => {
        const socket = dial(port);
        socket.write(beginning);
        const drip = setInterval(() => socket.writable && socket.write(drop), 100);
        // What it was still sending when it was cut off may cost it the answer.
        const closed = text(socket)
          .catch(() => '')
          .finally(() => clearInterval(drip));
        return { socket, closed };
      });
      await eventually('all are connected', () => slow.every(({ socket }) => !socket.connecting));
      const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`http://127.0.0.1:${port}/`)));
      for (const answer of answers) assert.equal(await answer.text(), 'ok');
      for (const { closed } of slow) assert.match(await closed, /^(HTTP\/1\.1 408 |$)/);
    });
  }

  it('drains: answers what is in flight and what comes on open connections, and takes no new ones', async () => {
    const release = Promise.withResolvers<void>();
    const { server, port } = await serve(async (req, res) => {
      if (req.headers['x-slow']) await release.promise;
      res.end('ok');
    });
    const agent = keepAlive();
    const first = await ask(port, agent);
    assert.equal(first.headers.connection, 'keep-alive');
    const slow = fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-slow': '1' } });
    await eventually('the slow one', () => server.openRequests === 1);

    let drained = false;
    const draining = server.drain(300, noneEndless).then(() => (drained = true));
    const second = await ask(port, agent);
    assert.equal(second.statusCode, 200);
    assert.equal(second.headers.connection, 'close');
    await assert.rejects(ask(port, keepAlive()), { code: 'ECONNREFUSED' });
    assert.equal(drained, false);
    release.resolve();
    const last = await slow;
    assert.equal(last.headers.get('connection'), 'close');
    assert.equal(await last.text(), 'ok');
    await draining;
  });

  it('drains a connection with several requests under way, and answers each', async () => {
    const release = Promise.withResolvers<void>();
    const { server, port } = await serve(async (_req, res) => {
      await release.promise;
      res.end('ok');
    });
    const socket = dial(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3));
    await eventually('all have come', () => server.openRequests === 3);
    const draining = server.drain(10, noneEndless);
    release.resolve();
    await draining;
    server.cut();
    assert.equal((await text(socket)).match(/HTTP\/1\.1 200 OK/g)?.length, 3);
  });

  it('drains what had come when the process was denied its CPU for longer than it has to be quiet', async () => {
    const { server, port } = await serve((_req, res) => res.end('ok'));
    const agent = keepAlive();
    await ask(port, agent);
    const socket = dial(port);
    await once(socket, 'connect');
    const draining = server.drain(20, noneEndless);
    // In the kernel's hands when it is written, and read by the server in the next turn of the event loop.
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    await draining;
    server.cut();
    assert.match(await text(socket), /HTTP\/1\.1 200 OK[^]*ok$/);
  });

  it('drains without waiting for requests that do not end', async () => {
    const { server, port } = await serve((_req, res) => res.writeHead(200).write('on and on'));
    const response = await fetch(`http://127.0.0.1:${port}/`);
    await server.drain(10, () => 1);
    assert.equal(server.openRequests, 1);
    server.cut();
    await assert.rejects(response.text());
    await eventually('nothing is open', () => server.openRequests === 0);
    assert(
      lines.some(({ msg, requests }) => msg === 'Cutting off requests that are not answered yet' && requests === 1),
    );
  });
});
