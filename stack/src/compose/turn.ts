import type { Checkout } from '../checkout.ts';
import { tryLock, type Lock } from '../native/lock.ts';
import { until } from '../process/until.ts';
import { StackError } from '../stack-error.ts';

/** A build on a slow line. */
const deadlineMs = 20 * 60_000;

/**
 * Waits until no other command changes this checkout's stack.
 * @param onWait called once if one does
 * @throws StackError when that does not come to an end; the signal's reason when it is aborted
 */
export async function takeTurn(checkout: Checkout, onWait: () => void, signal?: AbortSignal): Promise<Lock> {
  let lock = tryLock(checkout.lockFile);
  if (lock) return lock;
  onWait();
  const taken = () => (lock = tryLock(checkout.lockFile)) !== undefined;
  await until(taken, { deadlineMs, everyMs: 100, ...(signal ? { signal } : {}) });
  if (lock) return lock;
  throw new StackError('Another command changes this stack, and does not come to an end', {
    fix: ['make down ends it.'],
  });
}
