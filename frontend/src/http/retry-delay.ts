import { ApiProblem } from './api-error.ts';
import { backoffMs } from './backoff.ts';

const backoff = { baseMs: 500, capMs: 5_000 };

/**
 * Milliseconds before a request is made again: what the API asks for, within bounds, else a back-off.
 * @param failures how many there were before the last one
 */
export function retryDelayMs(failures: number, error: unknown): number {
  const asked = error instanceof ApiProblem ? error.retryAfterMs : null;
  const waitMs = backoffMs(failures + 1, backoff);
  return asked === null ? waitMs : Math.min(backoff.capMs, Math.max(asked, waitMs));
}
