import { healthStaleAfterMs } from '@zero-to-running/contract/health-stream';
import { displayHealth, type DisplayedHealth } from '@zero-to-running/frontend/health/model/displayed-health';
import { freshnessOf, type Freshness } from '@zero-to-running/frontend/health/model/freshness';
import { useNow } from '@zero-to-running/frontend/health/use-now';
import type { DashboardState } from '../../src/shared/dashboard-protocol.ts';

/** What may be shown of the state at this moment. */
export interface CurrentHealth {
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  readonly freshness: Freshness;
  /** Services that are known whether the report is fresh or not. */
  readonly probed: ReadonlySet<string>;
  readonly displayed: DisplayedHealth | null;
}

/** Judges the age of the report each second, so that nothing stays green when the host falls silent too. */
export function useCurrentHealth(state: DashboardState): CurrentHealth {
  const { answer, probed, link, clockOffsetMs, answerDueBy } = state;
  // A report may be newer than the last tick.
  const now = Math.max(useNow() - clockOffsetMs, answer ? Date.parse(answer.timestamp) : 0);
  // What is allowed to be slow is not stale.
  const isWaitedFor = answerDueBy !== null && now + clockOffsetMs <= answerDueBy;
  const freshness = freshnessOf(answer, link, isWaitedFor && answer ? Date.parse(answer.timestamp) : now);
  const known = new Set(
    Object.keys(probed).filter((name) => now - Date.parse(probed[name] ?? '') <= healthStaleAfterMs),
  );
  return { now, freshness, probed: known, displayed: answer && displayHealth(answer, freshness === 'fresh', known) };
}
