import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;

/**
 * Waits until an assertion holds.
 * @throws what it threw last, at the deadline
 */
export async function eventually(assertion: () => void | Promise<void>, deadlineMs = 10_000): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(pollMs);
  }
}
