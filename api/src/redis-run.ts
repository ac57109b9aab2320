import type { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { keyPrefix } from '@app/contract/cache-keys';

const retryMs = 500;

/** Where the server's run is not to be learnt: it may have no INFO, or not let us use it. */
const sharedRun = 'any';

/** What is needed of an ioredis client. */
type RunServer = Pick<EventEmitter, 'on'> & { readonly status: string; info(section: string): Promise<string> };

async function readRun(client: RunServer): Promise<string> {
  try {
    return /^run_id:(\w+)/m.exec(await client.info('server'))?.[1] ?? sharedRun;
  } catch (error) {
    if (error instanceof Error && /^(NOPERM|ERR unknown command)/.test(error.message)) return sharedRun;
    throw error;
  }
}

/**
 * What the keys of the cache begin with: it names the run of the server, that is, one life of one Redis process. A
 * server that comes back with an old snapshot, or a replica that takes over and lacks the last writes, thus starts with
 * an empty cache instead of one from which invalidations are missing.
 */
export class RedisRun {
  readonly #client: RunServer;
  #connection = 0;
  #current: string | undefined;

  constructor(client: RunServer) {
    this.#client = client;
    client.on('ready', () => void this.#learn());
    client.on('close', () => this.#forget());
    if (client.status === 'ready') void this.#learn();
  }

  /** Undefined while there is no connection. */
  get current(): string | undefined {
    return this.#current;
  }

  #forget(): void {
    this.#connection += 1;
    this.#current = undefined;
  }

  async #learn(): Promise<void> {
    this.#forget();
    const connection = this.#connection;
    while (connection === this.#connection) {
      const run = await readRun(this.#client).catch(() => undefined);
      if (connection !== this.#connection) return;
      if (run !== undefined) {
        this.#current = `${keyPrefix}cache:${run}:`;
        return;
      }
      await delay(retryMs, undefined, { ref: false });
    }
  }
}
