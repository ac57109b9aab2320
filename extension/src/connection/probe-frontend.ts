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

/** What was seen last, so that who begins to look anew knows since when it is so. */
export interface FrontendMemory {
  seen: { readonly url: string; readonly status: ServiceHealth['status']; readonly since: string } | undefined;
}

/** What happens to the frontend, as it is seen from here. */
export interface FrontendListener {
  /**
   * @param health undefined where there is no frontend to ask
   * @param isAnother whether it is another than the one before it
   */
  readonly onHealth: (health: ServiceHealth | undefined, isAnother: boolean) => void;
  /** One line for the log about a request and what came of it. */
  readonly onOutcome: (line: string) => void;
}

export interface FrontendProbe {
  readonly findSource: FindSource;
  /** Milliseconds between two questions. */
  readonly intervalMs: number;
  readonly memory: FrontendMemory;
  readonly listener: FrontendListener;
  readonly signal: AbortSignal;
}

/** Without its query, which may hold a secret. */
function inLog(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

async function probe(url: string, { listener, signal }: FrontendProbe): Promise<Outcome> {
  const startedAt = performance.now();
  const tell = (outcome: string) => listener.onOutcome(`${inLog(url)}: ${outcome}`);
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    });
    const latencyMs = performance.now() - startedAt;
    await response.body?.cancel();
    tell(`status ${response.status} in ${Math.round(latencyMs)} ms`);
    if (response.status >= 500) return { status: 'unhealthy', latencyMs: null, error: 'unknown' };
    return { status: 'healthy', latencyMs };
  } catch (error) {
    const { kind, message } = failureOf(error);
    if (!signal.aborted) tell(message);
    return { status: 'unhealthy', latencyMs: null, error: errors[kind] ?? 'unknown' };
  }
}

/**
 * Asks the frontend for its page over and over, until the signal is aborted: whatever it serves but a server error is
 * healthy. Not critical, as the API does not need it.
 */
export async function probeFrontend(options: FrontendProbe): Promise<void> {
  const { findSource, intervalMs, memory, listener, signal } = options;
  while (!signal.aborted) {
    const url = await findSource().then(
      ({ frontend }) => frontend,
      () => undefined,
    );
    const outcome = url === undefined ? undefined : await probe(url, options);
    if (signal.aborted) return;
    if (url === undefined || !outcome) {
      listener.onHealth(undefined, false);
    } else {
      const checkedAt = new Date().toISOString();
      const { seen } = memory;
      const isAnother = seen !== undefined && seen.url !== url;
      const since = seen && !isAnother && seen.status === outcome.status ? seen.since : checkedAt;
      memory.seen = { url, status: outcome.status, since };
      listener.onHealth({ ...outcome, critical: false, checkedAt, since }, isAnother);
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
