import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { captureLog, silentLog } from '../test-support/log.ts';
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
  const stream = new HealthStream({ renderer, log: silentLog, maxReaders: 100, heartbeatMs: 60_000, ...rest });
  const server: Server = createServer((req, res) => stream.add(res, req.url === '/full' ? 'full' : 'summary'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  const { port } = address;
  const sockets: Socket[] = [];
  return {
    stream,
    reads: () => reads,
    /** A reader whose text so far can be looked at. */
    read(path: string) {
      const socket = connect(port, '127.0.0.1').setEncoding('utf8');
      sockets.push(socket);
      const reader = { socket, text: '', ended: false };
      socket.on('data', (chunk: string) => (reader.text += chunk));
      socket.on('error', () => {});
      socket.on('close', () => (reader.ended = true));
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
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

  afterEach(() => served.stop());

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
    served = await serve({ heartbeatMs: 5 });
    const { socket } = served.read('/full');
    await eventually('reader', () => served.stream.readerCount === 1);
    socket.destroy();
    await eventually('no reader', () => served.stream.readerCount === 0);
    await eventually('rest', async () => {
      const before = served.reads();
      await new Promise((resolve) => setTimeout(resolve, 30));
      return served.reads() === before;
    });
  });

  it('cuts off a reader that is too slow, and no other', async () => {
    const { log, messages } = captureLog();
    served = await serve({ size: 20_000, log });
    const fast = served.read('/summary');
    const slow = served.read('/full');
    slow.socket.pause();
    await eventually('both readers', () => served.stream.readerCount === 2);
    // The system's own buffers take some megabytes before anything has to wait in this process.
    await eventually('cut', () => {
      served.stream.broadcast();
      return served.stream.readerCount === 1;
    });
    assert(messages.includes('Cut off a reader of the health stream: it is too slow'));
    const before = count(fast.text, 'event: summary');
    served.stream.broadcast();
    await eventually('the fast reader goes on', () => count(fast.text, 'event: summary') > before);
    slow.socket.resume();
    await eventually('the slow reader hears of it', () => slow.ended);
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
