import type { HealthAnswer } from '../contract/report.ts';
import { healthStaleAfterMs } from '../contract/protocol.ts';

/**
 * How far what is shown can be trusted. `waiting`: there is none yet, or none since one looks again.
 * `stale`: reports are too old. `lost`: the API cannot be reached. `paused`: nobody looks, so nobody asks.
 */
export type Freshness = 'waiting' | 'fresh' | 'stale' | 'lost' | 'paused';

/** How reports arrive. `paused`: nobody looks, so nobody asks. `lost`: the API cannot be reached. */
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

/** How many reports back the clocks are compared: a clock that was set right is forgiven after as many. */
const remembered = 10;

/** What is known of the difference between this machine's clock and the API's. */
export interface ClockComparison {
  readonly lastTimestamp: string | null;
  readonly differences: readonly number[];
}

export const noComparison: ClockComparison = { lastTimestamp: null, differences: [] };

/**
 * Adds a report. One that was seen before says nothing new: were it counted, a source that repeats itself would look
 * like a clock that falls behind.
 * @param timestamp the report's own, ISO 8601
 * @param receivedAt milliseconds since the epoch, by this machine's clock
 */
export function compareClocks(known: ClockComparison, timestamp: string, receivedAt: number): ClockComparison {
  if (timestamp === known.lastTimestamp) return known;
  const differences = [...known.differences, receivedAt - Date.parse(timestamp)].slice(-remembered);
  return { lastTimestamp: timestamp, differences };
}

/**
 * Milliseconds by which this machine's clock is ahead of the API's: the smallest difference seen lately, since
 * travelling only ever makes it larger.
 */
export function clockOffset(known: ClockComparison): number {
  return known.differences.length === 0 ? 0 : Math.min(...known.differences);
}
