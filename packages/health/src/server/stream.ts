import type { ServerResponse } from 'node:http';
import { healthHeartbeatMs } from '../contract/protocol.ts';
import type { ReportRenderer } from './renderer.ts';

/** Where the health server tells what an operator may want to know; pino's loggers fit. */
export interface HealthLog {
  info(fields: object, message: string): void;
}

export interface StreamOptions {
  readonly renderer: Pick<ReportRenderer, 'current'>;
  readonly log: HealthLog;
  /** How many may read at the same time. */
  readonly maxReaders: number;
  /** Bytes that may wait for one reader in this process; whoever is slower is cut off. */
  readonly maxBufferedBytes?: number;
  /** Milliseconds between two events when nothing changes. */
  readonly heartbeatMs?: number;
}

type Audience = 'full' | 'summary';

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  // Reverse proxies such as nginx would hold events back.
  'X-Accel-Buffering': 'no',
};

/** Milliseconds after which a reader that was cut off comes back. */
const preamble = 'retry: 1000\n\n';

/** Sends the report to all readers of the stream: at once, whenever it is told to, and as a heartbeat. */
export class HealthStream {
  readonly #renderer: StreamOptions['renderer'];
  readonly #log: HealthLog;
  readonly #maxReaders: number;
  readonly #maxBufferedBytes: number;
  readonly #heartbeatMs: number;
  readonly #readers = new Map<ServerResponse, Audience>();
  #heartbeat: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({
    renderer,
    log,
    maxReaders,
    maxBufferedBytes = 65_536,
    heartbeatMs = healthHeartbeatMs,
  }: StreamOptions) {
    this.#renderer = renderer;
    this.#log = log;
    this.#maxReaders = maxReaders;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#heartbeatMs = heartbeatMs;
  }

  get readerCount(): number {
    return this.#readers.size;
  }

  /** Why nobody more may read; undefined when somebody may. */
  get refusal(): string | undefined {
    if (this.#closed) return 'The process is stopping';
    if (this.#readers.size < this.#maxReaders) return undefined;
    return `The limit of ${this.#maxReaders} readers is reached`;
  }

  /** Answers with the stream; only to be called where there is no refusal. */
  add(res: ServerResponse, audience: Audience): void {
    res.writeHead(200, headers);
    if (res.req.method === 'HEAD') return void res.end();
    res.write(preamble);
    this.#readers.set(res, audience);
    const remove = (): void => this.#remove(res);
    res.once('close', remove).once('error', remove);
    this.#send(res, audience);
    if (!this.#heartbeat) this.#scheduleHeartbeat();
  }

  /** Sends every reader the report as it is now. */
  broadcast(): void {
    for (const [reader, audience] of this.#readers) this.#send(reader, audience);
    this.#scheduleHeartbeat();
  }

  /** Sends a last report, ends every stream, and takes no reader any more. */
  close(): void {
    this.#closed = true;
    this.broadcast();
    clearTimeout(this.#heartbeat);
    for (const reader of this.#readers.keys()) reader.end();
  }

  #send(reader: ServerResponse, audience: Audience): void {
    reader.write(this.#renderer.current.event[audience]);
    if (reader.writableLength <= this.#maxBufferedBytes) return;
    this.#log.info({ bufferedBytes: reader.writableLength }, 'Cut off a reader of the health stream: it is too slow');
    this.#remove(reader);
    reader.destroy();
  }

  /** Without a reader there is no heartbeat, which would keep a process that ends. */
  #remove(reader: ServerResponse): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    clearTimeout(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  #scheduleHeartbeat(): void {
    clearTimeout(this.#heartbeat);
    this.#heartbeat = undefined;
    if (this.#readers.size === 0) return;
    this.#heartbeat = setTimeout(() => this.broadcast(), this.#heartbeatMs);
  }
}
