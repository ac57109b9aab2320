const baseMs = 50;
const maxMs = 1_000;

/**
 * Milliseconds to wait before an attempt: doubling from 50 ms to 1 s, of which a random half, so that processes that
 * failed together do not come back together.
 * @param attempt 0 for the first
 */
export function backOff(attempt: number): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** attempt);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
