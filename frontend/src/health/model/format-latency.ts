/**
 * A latency with as many digits as one can use: "0.2 ms", "14 ms", "1.2 s".
 * @param ms milliseconds
 */
export function formatLatency(ms: number): string {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}
