import { setImmediate as turn } from 'node:timers/promises';
import type { ServiceError } from '../contract/report.ts';
import { classifyError } from './classify.ts';

/** Asks one service whether it can do its work, and hears from its driver when that may have changed. */
export interface Probe {
  /** Key of the service in the health report. */
  readonly name: string;
  /** Last part of the service's own path below `/health`, where it is not the name. */
  readonly path?: string;
  /** Whether the application cannot work without it. */
  readonly critical: boolean;
  /**
   * Resolves when the service works; rejects with the driver's error, or with the signal's reason once it is aborted.
   * Never called again before the call before has settled or was aborted.
   */
  check(signal: AbortSignal): Promise<void>;
  /** Registers the listener to call when the driver reports a connection as lost or regained. */
  onChange?(listener: () => void): void;
  /** Lets go of the probe's own connection. */
  close?(): Promise<void>;
}

/** What one probe found. `at` in milliseconds since the epoch; there is no latency where nobody was asked. */
export type Sample =
  | { readonly at: number; readonly status: 'healthy'; readonly latencyMs: number | null }
  | { readonly at: number; readonly status: 'unhealthy'; readonly latencyMs: null; readonly error: ServiceError };

/** The process itself: its latency is that of one turn of the event loop, which is what every request waits for. */
export const eventLoopProbe: Probe = {
  name: 'api',
  critical: true,
  async check() {
    await turn();
  },
};

/**
 * Waits for work that cannot be aborted, no longer than until a signal is. What becomes of the work then is ignored.
 * @throws the signal's reason once it is aborted; the work's error before that
 */
export async function untilAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([aborted.promise, work]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Asks once. Never rejects, and never takes longer than the deadline in milliseconds, whatever the probe does. */
export async function takeSample(check: Probe['check'], deadlineMs: number): Promise<Sample> {
  const controller = new AbortController();
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = new DOMException(`No answer within ${deadlineMs} ms`, 'TimeoutError');
    controller.abort(reason);
    expired.reject(reason);
  }, deadlineMs);
  const start = performance.now();
  try {
    await Promise.race([check(controller.signal), expired.promise]);
    return { at: Date.now(), status: 'healthy', latencyMs: hundredths(performance.now() - start) };
  } catch (error) {
    return { at: Date.now(), status: 'unhealthy', latencyMs: null, error: classifyError(error) };
  } finally {
    clearTimeout(timer);
  }
}
