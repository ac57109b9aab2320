import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { mock } from 'node:test';
import { eventually } from './eventually.ts';
import { FaultProxy } from './fault-proxy.ts';

/** Answers every chunk with itself. */
async function startEcho(): Promise<{ server: Server; url: string }> {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  return { server, url: `tcp://127.0.0.1:${address.port}` };
}

/** A cut connection fails with an error, too; tests look at its closing. */
const dial = (proxy: FaultProxy): Socket => connect(Number(new URL(proxy.url).port), '127.0.0.1').on('error', () => {});

/** `once` would reject with the error that comes before. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [chunk] = await once(socket, 'data');
  return String(chunk);
}

describe('FaultProxy', () => {
  let server: Server;
  let proxy: FaultProxy;

  beforeEach(async () => {
    const started = await startEcho();
    server = started.server;
    proxy = await FaultProxy.start(started.url);
  });

  afterEach(async () => {
    await proxy.close();
    server.close();
  });

  it('forwards in both directions', async () => {
    const socket = dial(proxy);
    assert.equal(await echo(socket, 'ping'), 'ping');
    assert.equal(proxy.connections, 1);
    socket.destroy();
    await eventually('the proxy lets go', () => proxy.connections === 0);
  });

  it('refuses and cuts, and passes again on the same port', async () => {
    const socket = dial(proxy);
    await echo(socket, 'ping');
    const cut = closed(socket);
    await proxy.refuse();
    await cut;
    const [error] = await once(dial(proxy), 'error').catch((each: unknown) => [each]);
    assert.equal(error.code, 'ECONNREFUSED');
    await proxy.pass();
    const again = dial(proxy);
    assert.equal(await echo(again, 'pong'), 'pong');
    again.destroy();
  });

  it('hangs open and new connections, and later forwards what it held back', async () => {
    const open = dial(proxy);
    await echo(open, 'ping');
    proxy.hang();
    const fresh = dial(proxy);
    await once(fresh, 'connect');
    let answered = 0;
    const answers = [open, fresh].map(async (socket) => {
      const answer = await echo(socket, 'held');
      answered += 1;
      return answer;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(answered, 0);
    await proxy.pass();
    assert.deepEqual(await Promise.all(answers), ['held', 'held']);
    open.destroy();
    fresh.destroy();
  });

  it('delays each direction', async () => {
    const socket = dial(proxy);
    await echo(socket, 'warm');
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      proxy.delay(40);
      const answer = echo(socket, 'slow');
      let isBack = false;
      void answer.then(() => (isBack = true));
      let passedMs = 0;
      await eventually('it comes back', () => {
        mock.timers.tick(10);
        passedMs += 10;
        return isBack;
      });
      assert.equal(await answer, 'slow');
      assert(passedMs >= 80);
    } finally {
      mock.timers.reset();
    }
    socket.destroy();
  });

  it('keeps the order when the delay becomes shorter', async () => {
    const socket = dial(proxy);
    await echo(socket, 'warm');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    for (const ms of [30, 20, 10, 1]) {
      proxy.delay(ms);
      socket.write(`${ms} `);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually('all arrive', () => received.length === '30 20 10 1 '.length);
    assert.equal(received, '30 20 10 1 ');
    socket.destroy();
  });

  it('cuts open connections only', async () => {
    const socket = dial(proxy);
    await echo(socket, 'ping');
    const cut = closed(socket);
    proxy.cutAll();
    await cut;
    const again = dial(proxy);
    assert.equal(await echo(again, 'pong'), 'pong');
    again.destroy();
  });
});
