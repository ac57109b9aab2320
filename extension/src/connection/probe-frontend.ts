import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceHealth } from '@zero-to-running/contract/health';
import type { ServiceError } from '@zero-to-running/contract/service-error';
import type { FailureKind } from './failure.ts';
import { failureOf } from './failure-of.ts';
import type { FindSource } from './source.ts';

const deadlineMs = 3_000;

const errors: Partial<Record<FailureKind, ServiceError>> = {
  refused: 'refused',
  timeout: 'timeout',
  unresolved: 'unresolved',
};

type Outcome = Pick<ServiceHealth, 'status' | 'latencyMs' | 'error'>;

async function probe(url: string, signal: AbortSignal): Promise<Outcome> {
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    });
    await response.body?.cancel();
    if (response.status >= 500) return { status: 'unhealthy', latencyMs: null, error: 'unknown' };
    return { status: 'healthy', latencyMs: performance.now() - startedAt };
  } catch (error) {
    return { status: 'unhealthy', latencyMs: null, error: errors[failureOf(error).kind] ?? 'unknown' };
  }
}

/** What happens to the frontend, as it is seen from here. */
export interface FrontendListener {
  /** @param health undefined where there is no frontend to ask */
  readonly onHealth: (health: ServiceHealth | undefined) => void;
}

export interface FrontendProbe {
  readonly findSource: FindSource;
  /** Milliseconds between two questions. */
  readonly intervalMs: number;
  readonly listener: FrontendListener;
  readonly signal: AbortSignal;
}

/**
 * Asks the frontend for its page over and over, until the signal is aborted: whatever it serves but a server error is
 * healthy. Not critical, as the API does not need it.
 */
export async function probeFrontend({ findSource, intervalMs, listener, signal }: FrontendProbe): Promise<void> {
  let since: string | undefined;
  let last: ServiceHealth['status'] | undefined;
  while (!signal.aborted) {
    const source = await findSource().catch(() => undefined);
    const outcome = source?.frontend ? await probe(source.frontend, signal) : undefined;
    if (signal.aborted) return;
    const checkedAt = new Date().toISOString();
    if (outcome?.status !== last || !since) since = checkedAt;
    last = outcome?.status;
    listener.onHealth(outcome && { ...outcome, critical: false, checkedAt, since });
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
