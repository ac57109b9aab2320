import { classifyError, PoolExhaustedError } from '@zero-to-running/health/server/classify';
import type { Sample } from '@zero-to-running/health/server/probe';
import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import { DatabaseUnavailableError } from '../errors.ts';

/** Requests that may wait for a connection at the same time; each waits for the connection time-out at most. */
const maxWaiting = 200;

/** Milliseconds. */
const outage = {
  /** How long before a probe's end a statement must have been answered to say more than that probe. */
  probe: 1_000,
  /** How old what the probe found may be. */
  fresh: 4_000,
} as const;

/** SQLSTATE of a lock that was not free within `lock_timeout`. */
const lockNotAvailable = '55P03';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Whether a statement failed because another transaction holds what it needs. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === lockNotAvailable;
}

/** SQLSTATE of a database that does not exist: for an instant also one whose data is being replaced. */
const noDatabase = '3D000';

/** What fails for one of these fails again at once: the code and the schema do not fit. */
const mistakes = new Set(['unknown', 'schema']);

/** @returns DatabaseUnavailableError where the statement may work later, else the error as it is */
export function asUnavailable(error: unknown): unknown {
  const reason = classifyError(error);
  return mistakes.has(reason) && codeOf(error) !== noDatabase ? error : new DatabaseUnavailableError(reason, error);
}

/** Whether the server itself answered, be it with an error. */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error && 'severity' in error && error.severity !== undefined;

export interface DatabaseDependencies {
  readonly pool: Pool;
  /** What the health probe of the database found last; undefined where nobody probes. */
  readonly lastSample?: () => Sample | undefined;
  /** The time in milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Runs statements for requests, and fails at once where waiting is known to be in vain. */
export class Database {
  readonly #pool: Pool;
  readonly #lastSample: () => Sample | undefined;
  readonly #now: () => number;
  #answeredAt = -Infinity;

  constructor({ pool, lastSample = () => undefined, now = Date.now }: DatabaseDependencies) {
    this.#pool = pool;
    this.#lastSample = lastSample;
    this.#now = now;
  }

  /**
   * Runs a statement on a connection of the pool.
   * @throws the driver's error; PoolExhaustedError when too many wait already; DatabaseUnavailableError `timeout` while
   *   the database is known not to answer
   */
  async run<Row extends QueryResultRow>(statement: QueryConfig<unknown[]>): Promise<Row[]> {
    if (this.#isSilent()) throw new DatabaseUnavailableError('timeout', undefined);
    if (this.#pool.waitingCount >= maxWaiting) {
      throw new PoolExhaustedError(`${maxWaiting} requests wait for a connection`);
    }
    try {
      const { rows } = await this.#pool.query<Row>(statement);
      this.#answeredAt = this.#now();
      return rows;
    } catch (error) {
      if (isAnswer(error)) this.#answeredAt = this.#now();
      throw error;
    }
  }

  /** Like `run`, for statements whose failure is the request's. @throws as of `asUnavailable` */
  async query<Row extends QueryResultRow>(statement: QueryConfig<unknown[]>): Promise<Row[]> {
    try {
      return await this.run<Row>(statement);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  /**
   * Whether the last probe waited in vain, and statements do, too. A probe that came too late in a busy process proves
   * nothing while the database goes on answering.
   */
  #isSilent(): boolean {
    const sample = this.#lastSample();
    if (sample?.status !== 'unhealthy' || sample.error !== 'timeout') return false;
    const isFresh = this.#now() - sample.at < outage.fresh;
    return isFresh && this.#answeredAt < sample.at - outage.probe;
  }
}
