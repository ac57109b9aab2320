import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import { HttpProblem } from '../http/problem.ts';
import { classifyError, PoolExhaustedError } from '../health/classify.ts';

/** Requests that may wait for a connection at the same time; each waits for the connection time-out at most. */
const maxWaiting = 200;

const retryAfterSeconds = '1';

/** SQLSTATE of a lock that was not free within `lock_timeout`. */
const lockNotAvailable = '55P03';

/** Whether a statement failed because another transaction holds what it needs. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === lockNotAvailable;
}

/** The answer to a request whose statement failed: `unavailable` where it may work later, else the error as it is. */
export function asProblem(error: unknown): unknown {
  if (error instanceof HttpProblem || classifyError(error) === 'unknown') return error;
  return new HttpProblem('unavailable', {
    detail: `The database cannot be reached at the moment; try again in ${retryAfterSeconds} s`,
    headers: { 'Retry-After': retryAfterSeconds },
    cause: error,
  });
}

/** Runs a statement on a connection of the pool. Fails at once when too many wait for one already. */
export async function run<Row extends QueryResultRow>(pool: Pool, statement: QueryConfig<unknown[]>): Promise<Row[]> {
  if (pool.waitingCount >= maxWaiting) throw new PoolExhaustedError(`${maxWaiting} requests wait for a connection`);
  const { rows } = await pool.query<Row>(statement);
  return rows;
}

/** Like `run`, for statements whose failure is the request's. @throws HttpProblem `unavailable`, as of `asProblem` */
export async function query<Row extends QueryResultRow>(pool: Pool, statement: QueryConfig<unknown[]>): Promise<Row[]> {
  try {
    return await run<Row>(pool, statement);
  } catch (error) {
    throw asProblem(error);
  }
}
