const firstMs = 100;
const maxMs = 5_000;

/** How often a service is started again without coming up, before it is given up. */
export const maxAttempts = 8;

/**
 * Milliseconds to wait before starting a service again: doubling, of which a random quarter.
 * @param attempt 0 for the first
 */
export function backOff(attempt: number): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** attempt);
  return ceiling * (0.75 + Math.random() / 4);
}
