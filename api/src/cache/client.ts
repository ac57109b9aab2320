import { type Command, Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Credentials } from '../credentials/credentials.ts';
import { classifyError } from '../health/classify.ts';
import { createConnectionLog } from '../health/connection-log.ts';
import { Circuit, CircuitOpenError } from './circuit.ts';

/** How to reach Redis. */
export interface CacheOptions {
  readonly url: string;
  /** Counts where there is none in the URL. */
  readonly password?: string | undefined;
  /** For a server whose password is rotated. */
  readonly credentials?: Credentials | undefined;
}

/** Milliseconds. The command's one is what a request can lose to a Redis that has just stopped answering. */
const timeouts = { connect: 2_000, command: 500, silence: 5_000 } as const;

const reconnect = { baseMs: 50, maxMs: 1_000 } as const;

/** Sent even while the circuit is open: the trial's and the probe's, and what begins and ends a connection. */
const alwaysSent = new Set(['ping', 'hello', 'auth', 'select', 'client', 'info', 'quit']);

/** Milliseconds before the next attempt to connect: doubling from 50 ms to 1 s, of which a random half. */
export function reconnectDelay(attempt: number): number {
  const ceiling = Math.min(reconnect.maxMs, reconnect.baseMs * 2 ** (attempt - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/** The one connection to Redis. Commands fail at once while it is lost, or while it has lately not answered. */
class CacheClient extends Redis {
  readonly #circuit = new Circuit(() => this.ping());

  constructor(url: string) {
    super(url, {
      lazyConnect: true,
      connectionName: 'zero-to-running-api',
      connectTimeout: timeouts.connect,
      commandTimeout: timeouts.command,
      // A connection whose peer vanished without a word would otherwise be kept for a quarter of an hour.
      socketTimeout: timeouts.silence,
      retryStrategy: reconnectDelay,
      maxRetriesPerRequest: 3,
      enableOfflineQueue: false,
      // A command sent twice could bring back a generation of the cache that a write has ended since.
      autoResendUnfulfilledCommands: false,
      enableAutoPipelining: true,
      // The probe's question goes by itself, and lookups are put together already.
      autoPipeliningIgnoredCommands: ['ping', 'mget'],
    });
    this.on('ready', () => this.#circuit.close());
    this.on('close', () => this.#failPending());
    this.on('end', () => this.#circuit.close());
  }

  override sendCommand(command: Command, stream?: Parameters<Redis['sendCommand']>[1]): unknown {
    if (this.#circuit.isOpen && !alwaysSent.has(command.name)) {
      command.reject(new CircuitOpenError());
      return command.promise;
    }
    command.promise.catch((error: unknown) => {
      if (error instanceof Error && error.message === 'Command timed out') this.#circuit.open();
    });
    return super.sendCommand(command, stream);
  }

  /** Without this, what was under way when the connection closed would wait for its time-out. */
  #failPending(): void {
    const lost = new Error('Connection lost');
    for (const { command } of this.commandQueue.toArray()) command.reject(lost);
  }
}

function withPassword({ url, password }: CacheOptions): string {
  const target = new URL(url);
  if (password !== undefined && target.password === '') target.password = encodeURIComponent(password);
  return target.href;
}

/** Reads the login again when the server refuses it; the client, which goes on trying, connects with it next time. */
function renewLogin(client: Redis, credentials: Credentials): void {
  const { options } = client;
  credentials.onRenewed(({ user, password }) => {
    Object.assign(options, { password, username: user ?? options.username });
  });
  let used = credentials.current;
  client.on('connecting', () => {
    used = credentials.current;
  });
  client.on('error', (error) => {
    if (classifyError(error) === 'auth') void credentials.renew(used);
  });
}

/**
 * The API's connection to Redis; it connects with the first command. Reconnects for ever by itself.
 * Loss and recovery are logged once each.
 */
export function createCacheClient(options: CacheOptions, log: Logger): Redis {
  const client = new CacheClient(withPassword(options));
  const connectionLog = createConnectionLog(log, 'cache');
  client.on('error', (error) => connectionLog.lost(error));
  if (options.credentials) renewLogin(client, options.credentials);
  client.on('close', () => {
    // After `disconnect` there is no way back from `end`, and nothing was lost.
    if (client.status !== 'end') connectionLog.lost(new Error('Connection lost'));
  });
  client.on('ready', () => connectionLog.restored());
  return client;
}
