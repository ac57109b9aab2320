import type { ServiceError } from '@zero-to-running/contract/service-error';
import { classifyError } from './classify.ts';
import type { Probe } from './probe.ts';

/** What one probe found. `at` in milliseconds since the epoch. */
export type Sample =
  | { readonly at: number; readonly status: 'healthy'; readonly latencyMs: number }
  | { readonly at: number; readonly status: 'unhealthy'; readonly latencyMs: null; readonly error: ServiceError };

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Asks once. Never rejects, and never takes longer than the deadline, whatever the probe does. */
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
