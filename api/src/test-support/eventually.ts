import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 10;

/**
 * Waits until a condition holds, instead of sleeping for as long as it may take.
 * @throws the last attempt's error, or one that names what was awaited, at the deadline
 */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 25_000,
): Promise<void> {
  for (const deadline = Date.now() + deadlineMs; Date.now() < deadline; await delay(pollMs)) {
    if (await condition()) return;
  }
  throw new Error(`Waited ${deadlineMs} ms in vain: ${what}`);
}
