import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 25;

/**
 * Waits until an assertion holds, and gives back what it returns.
 * @throws what it threw last, at the deadline
 */
export async function eventually<Value>(assertion: () => Value | Promise<Value>, deadlineMs = 20_000): Promise<Value> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(pollMs);
  }
}
