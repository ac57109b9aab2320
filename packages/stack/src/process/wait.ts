import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until the answer is yes.
 * @returns whether it was, before the deadline; rejects with the signal's reason when that is aborted first
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  options: { readonly deadlineMs: number; readonly everyMs?: number; readonly signal?: AbortSignal },
): Promise<boolean> {
  const end = performance.now() + options.deadlineMs;
  for (;;) {
    options.signal?.throwIfAborted();
    if (await holds()) return true;
    if (performance.now() >= end) return false;
    await sleep(options.everyMs ?? 25, undefined, options.signal ? { signal: options.signal } : {});
  }
}
