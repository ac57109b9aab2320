import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { mock } from 'node:test';
import { eventually } from '../test-support/eventually.ts';
import { HealthStream, type StreamOptions } from './stream.ts';

/** A server of nothing but a stream, whose events are `size` bytes. */
async function serve(options: Partial<StreamOptions> & { size?: number } = {}) {
  const { size = 10, ...rest } = options;
  let reads = 0;
  const renderer = {
    get current() {
      reads += 1;
      const event = {
        full: Buffer.from(`event: full\n\n${'x'.repeat(size)}`),
        summary: Buffer.from('event: summary\n\n'),
      };
      const all = { status: 200, full: event.full, summary: event.summary };
      return { all, services: new Map(), event };
    },
  };
  const stream = new HealthStream({ renderer, log: { info() {} }, maxReaders: 100, heartbeatMs: 60_000, ...rest });
  const server: Server = createServer((req, res) => stream.add(res, req.url === '/full' ? 'full' : 'summary'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  const { port } = address;
  const sockets: Socket[] = [];
  /** Asks, and reads nothing unless somebody listens. */
  const dial = (path: string): Socket => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    return socket;
  };
  return {
    stream,
    reads: () => reads,
    connect: dial,
    /** A reader whose text so far can be looked at. */
    read(path: string) {
      const socket = dial(path).setEncoding('utf8');
      const reader = { socket, text: '', ended: false };
      socket.on('data', (chunk: string) => (reader.text += chunk));
      socket.on('close', () => (reader.ended = true));
      return reader;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('HealthStream', () => {
  let served: Awaited<ReturnType<typeof serve>>;

  afterEach(async () => {
    mock.timers.reset();
    await served.stop();
  });

  it('sends a first event at once, to each what it may see', async () => {
    served = await serve();
    const full = served.read('/full');
    const summary = served.read('/summary');
    await eventually(
      'first events',
      () => full.text.includes('event: full') && summary.text.includes('event: summary'),
    );
    for (const part of ['text/event-stream', 'Cache-Control: no-store', 'retry: 1000\n\n'])
      assert(full.text.includes(part));
  });

  it('broadcasts to all, and repeats itself when nothing happens', async () => {
    served = await serve({ heartbeatMs: 20 });
    const readers = Array.from({ length: 20 }, () => served.read('/summary'));
    await eventually('heartbeats', () => readers.every(({ text }) => count(text, 'event: summary') >= 4));
  });

  it('rests while nobody reads', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    served = await serve({ heartbeatMs: 5 });
    const { socket } = served.read('/full');
    await eventually('reader', () => served.stream.readerCount === 1);
    mock.timers.tick(5);
    assert.equal(served.reads(), 2);
    socket.destroy();
    await eventually('no reader', () => served.stream.readerCount === 0);
    const broadcast = mock.method(served.stream, 'broadcast');
    mock.timers.tick(1_000);
    assert.equal(broadcast.mock.callCount(), 0);
  });

  it('cuts off a reader that does not read instead of buffering for it, and no other', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = { info: (fields: object, msg: string) => void lines.push({ ...fields, msg }) };
    // Large, because the system's own buffers take some megabytes before anything has to wait in this process.
    const size = 200_000;
    const maxBufferedBytes = 1_000_000;
    served = await serve({ size, maxBufferedBytes, log });
    const silent = served.connect('/full');
    const fast = served.read('/full');
    await eventually('both readers', () => served.stream.readerCount === 2);
    await eventually('one is cut off', () => {
      served.stream.broadcast();
      return served.stream.readerCount === 1;
    });
    const [cut, ...more] = lines;
    assert.deepEqual([cut?.['msg'], more], ['Cut off a reader of the health stream: it is too slow', []]);
    const buffered = Number(cut?.['bufferedBytes']);
    assert(buffered > maxBufferedBytes && buffered < maxBufferedBytes + 2 * size, `${buffered} bytes were buffered`);
    const before = count(fast.text, 'event: full');
    served.stream.broadcast();
    await eventually('the fast reader goes on', () => count(fast.text, 'event: full') > before);
    silent.resume();
    await eventually('the silent one hears of it', () => silent.destroyed);
  });

  it('takes no more readers than it may', async () => {
    served = await serve({ maxReaders: 2 });
    assert.equal(served.stream.refusal, undefined);
    served.read('/full');
    const second = served.read('/full');
    await eventually('both readers', () => served.stream.readerCount === 2);
    assert.equal(served.stream.refusal, 'The limit of 2 readers is reached');
    second.socket.destroy();
    await eventually('room', () => served.stream.refusal === undefined);
  });

  it('ends with a last event, and takes nobody any more', async () => {
    served = await serve();
    const reader = served.read('/summary');
    await eventually('first event', () => reader.text.includes('event: summary'));
    served.stream.close();
    await eventually('end', () => reader.ended);
    assert.equal(count(reader.text, 'event: summary'), 2);
    assert(reader.text.endsWith('0\r\n\r\n'), 'the answer ends as it should');
    assert.equal(served.stream.refusal, 'The process is stopping');
  });
});
