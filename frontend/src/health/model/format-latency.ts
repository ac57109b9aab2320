import { l10n } from '../../ui/l10n.ts';

/**
 * A latency with as many digits as one can use: "0.2 ms", "14 ms", "1.2 s".
 * @param ms milliseconds
 */
export function formatLatency(ms: number): string {
  if (ms < 9.95) return l10n.t('{0} ms', ms.toFixed(1));
  if (ms < 999.5) return l10n.t('{0} ms', Math.round(ms));
  return l10n.t('{0} s', (ms / 1000).toFixed(1));
}
