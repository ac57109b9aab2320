import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceError } from '@zero-to-running/health/contract/report';
import { explainServiceError } from '@zero-to-running/health/words/service-errors';
import { classifyError } from '@zero-to-running/health/server/classify';
import type { Logger } from 'pino';

const baseMs = 50;
const maxMs = 1_000;

/**
 * Milliseconds to wait before an attempt: doubling from 50 ms to 1 s, of which a random half, so that processes that
 * failed together do not come back together.
 * @param attempt 0 for the first
 */
export function backOff(attempt: number): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** attempt);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/** A service did not become available; the message says why for a person. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';

  constructor(service: string, reason: ServiceError, options: ErrorOptions) {
    const { what, remedy } = explainServiceError(reason);
    super(`The ${service} ${what}. ${remedy}`, options);
  }
}

/**
 * Attempts until it works, with a back-off. Each new reason for failing goes to the log once.
 * @param service what is waited for, as a person calls it
 * @throws UnavailableError for the last attempt, when the signal is aborted
 */
export async function untilAvailable(
  service: string,
  attempt: () => Promise<void>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
  let failure = new UnavailableError(service, 'timeout', {});
  for (let count = 0; !signal.aborted; count += 1) {
    try {
      await Promise.race([attempt(), aborted.promise]);
      return;
    } catch (error) {
      if (signal.aborted) break;
      const next = new UnavailableError(service, classifyError(error), { cause: error });
      if (next.message !== failure.message) log.warn({ service, err: error }, `Waiting: ${next.message}`);
      failure = next;
      await delay(backOff(count), undefined, { signal }).catch(() => {});
    }
  }
  throw failure;
}
