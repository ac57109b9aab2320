import { randomUUID } from 'node:crypto';
import { product } from '@app/contract/product';
import { keyPrefix } from '@app/contract/cache-keys';
import { classifyError } from '@zero-to-running/health/server/classify';
import { Command, Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Circuit, CircuitOpenError } from './circuit.ts';
import type { Credentials } from './credentials.ts';
import { createConnectionLog } from './log.ts';
import { backOff } from './retry.ts';

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

/** Sent even while the circuit is open: the trial's and the probe's, and what begins and ends a connection. */
const alwaysSent = new Set(['ping', 'hello', 'auth', 'select', 'client', 'info', 'quit']);

const probeLifetimeSeconds = 60;

/** The one connection to Redis. Commands fail at once while it is lost, or while it has lately not answered. */
export class CacheClient extends Redis {
  readonly #circuit = new Circuit(() => this.ping());
  readonly #probes = new WeakSet<Command>();
  readonly #probeKey = `${keyPrefix}probe:${randomUUID()}`;
  #probed = 0;
  #succeeded = 0;
  #failed = 0;
  #lastFailure: unknown;

  constructor(url: string) {
    super(url, {
      lazyConnect: true,
      connectionName: `${product.name}-api`,
      connectTimeout: timeouts.connect,
      commandTimeout: timeouts.command,
      // A connection whose peer vanished without a word would otherwise be kept for a quarter of an hour.
      socketTimeout: timeouts.silence,
      retryStrategy: (attempt) => backOff(attempt - 1),
      maxRetriesPerRequest: 3,
      enableOfflineQueue: false,
      // A command sent twice could bring back a generation of the cache that a write has ended since.
      autoResendUnfulfilledCommands: false,
      enableAutoPipelining: true,
      autoPipeliningIgnoredCommands: ['ping'],
    });
    this.on('ready', () => this.#circuit.close());
    this.on('close', () => this.#failPending());
    this.on('end', () => this.#circuit.close());
  }

  override sendCommand(command: Command, stream?: Parameters<Redis['sendCommand']>[1]): unknown {
    const isProbe = this.#probes.has(command);
    if (this.#circuit.isOpen && !isProbe && !alwaysSent.has(command.name)) {
      command.reject(new CircuitOpenError());
      return command.promise;
    }
    void this.#observe(command, isProbe);
    return super.sendCommand(command, stream);
  }

  async #observe({ promise }: Command, isProbe: boolean): Promise<void> {
    try {
      await promise;
      if (!isProbe) this.#succeeded += 1;
    } catch (error) {
      // Not by its class, which ioredis does not export.
      if (error instanceof Error && error.message === 'Command timed out') this.#circuit.open();
      if (isProbe) return;
      this.#failed += 1;
      this.#lastFailure = error;
    }
  }

  /**
   * Writes a value that expires, and reads it back: what every use of the cache comes down to. Sent even while the circuit
   * is open.
   * @throws the server's or the driver's error
   */
  async writeAndRead(): Promise<void> {
    this.#probed += 1;
    const value = String(this.#probed);
    const write = new Command('set', [this.#probeKey, value, 'EX', probeLifetimeSeconds], { replyEncoding: 'utf8' });
    const read = new Command('get', [this.#probeKey], { replyEncoding: 'utf8' });
    for (const command of [write, read]) {
      this.#probes.add(command);
      this.sendCommand(command);
    }
    const answers: readonly unknown[] = await Promise.all([write.promise, read.promise]);
    if (answers[1] !== value) throw new Error('Redis does not keep what is written to it');
  }

  /**
   * The error of the application's own commands since the last call, where most of them failed: what a probe with a key
   * of its own may not notice.
   */
  takeFailure(): unknown {
    const isFailing = this.#failed > this.#succeeded;
    this.#failed = 0;
    this.#succeeded = 0;
    return isFailing ? this.#lastFailure : undefined;
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
export function createCacheClient(options: CacheOptions, log: Logger): CacheClient {
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
