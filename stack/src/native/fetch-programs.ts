import type { Checkout } from '../checkout.ts';
import { tryLock } from './lock.ts';
import { findRedis } from './redis/find-redis.ts';

const deadlineMs = 180_000;

/**
 * Gets the Redis that the first start would have to, unless there is one. A stack that runs or starts does it by itself.
 * @throws StackError saying why there is none, and how to install one
 */
export async function fetchPrograms(checkout: Checkout, report: (message: string) => void): Promise<void> {
  const lock = tryLock(checkout.lockFile);
  if (!lock) return;
  try {
    await findRedis(checkout.tools, report, AbortSignal.timeout(deadlineMs));
  } finally {
    lock.release();
  }
}
