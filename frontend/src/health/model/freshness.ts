import type { HealthAnswer } from '@zero-to-running/contract/health';
import { healthStaleAfterMs } from '@zero-to-running/contract/health-stream';

/**
 * How far what is shown can be trusted. `waiting`: there is none yet, or none since one looks again.
 * `stale`: reports are too old. `lost`: the API cannot be reached. `paused`: nobody looks, so nobody asks.
 */
export type Freshness = 'waiting' | 'fresh' | 'stale' | 'lost' | 'paused';

/** How reports arrive. */
export type HealthLink = 'connecting' | 'live' | 'polling' | 'lost' | 'paused';

/**
 * Milliseconds since the report was made, never negative.
 * @param now milliseconds since the epoch, by the API's clock
 */
export function reportAge(answer: Pick<HealthAnswer, 'timestamp'>, now: number): number {
  return Math.max(0, now - Date.parse(answer.timestamp));
}

/**
 * Whether what is shown is still true.
 * @param now milliseconds since the epoch, by the API's clock
 */
export function freshnessOf(answer: HealthAnswer | null, link: HealthLink, now: number): Freshness {
  if (link === 'paused' || link === 'lost') return link;
  if (!answer) return 'waiting';
  if (reportAge(answer, now) <= healthStaleAfterMs) return 'fresh';
  return link === 'connecting' ? 'waiting' : 'stale';
}
