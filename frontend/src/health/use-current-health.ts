import { useHealthState } from './health-feed-context.ts';
import type { HealthFeedState } from './api/health-feed.ts';
import { displayHealth, type DisplayedHealth } from './model/displayed-health.ts';
import { freshnessOf, type Freshness } from './model/freshness.ts';
import { useNow } from './use-now.ts';

/** The feed's state at this moment, and what may be shown of it. */
export interface CurrentHealth {
  readonly state: HealthFeedState;
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  readonly freshness: Freshness;
  readonly displayed: DisplayedHealth | null;
}

export function useCurrentHealth(): CurrentHealth {
  const state = useHealthState();
  // A report may be newer than the last tick.
  const now = Math.max(useNow() - state.clockOffsetMs, state.answer ? Date.parse(state.answer.timestamp) : 0);
  const freshness = freshnessOf(state.answer, state.link, now);
  const displayed = state.answer && displayHealth(state.answer, freshness === 'fresh');
  return { state, now, freshness, displayed };
}
