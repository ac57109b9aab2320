import type { EventEmitter } from 'node:events';

/** Milliseconds a request may wait for a connection before the pool counts as exhausted. */
const tolerableWaitMs = 500;

/** What is looked at of a `pg.Pool`. */
type WatchedPool = Pick<EventEmitter, 'on'> & { readonly waitingCount: number };

interface Mark {
  readonly at: number;
  /** Number of hand-outs after which everyone who waited at that time has been served. */
  readonly servedAll: number;
}

/**
 * Watches how long requests wait for a connection. A queue that moves is load, not exhaustion: only one in which
 * somebody has waited too long is.
 */
export class PoolQueue {
  readonly #pool: WatchedPool;
  #served = 0;
  #mark: Mark | undefined;

  constructor(pool: WatchedPool) {
    this.#pool = pool;
    pool.on('acquire', () => {
      this.#served += 1;
    });
  }

  /** Whether somebody who waited `tolerableWaitMs` ago, at an earlier call, waits still. */
  isStuck(now = performance.now()): boolean {
    const waiting = this.#pool.waitingCount;
    if (waiting === 0) this.#mark = undefined;
    else if (this.#mark === undefined || this.#served >= this.#mark.servedAll) {
      this.#mark = { at: now, servedAll: this.#served + waiting };
    }
    return this.#mark !== undefined && now - this.#mark.at >= tolerableWaitMs;
  }
}
