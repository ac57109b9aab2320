import { createContext, use, useEffect, useSyncExternalStore } from 'react';
import { useNow } from '@zero-to-running/health/react/connection';
import { type HealthState, type ShownHealth, shownHealth } from '@zero-to-running/health/client/feed';
import type { HealthFeed } from './health-feed.ts';
import { tabState, type TabState } from './tab-title.ts';

/** The application's one feed of the system's health. */
export const HealthFeedContext = createContext<HealthFeed | null>(null);

export function useHealthFeed(): HealthFeed {
  const feed = use(HealthFeedContext);
  if (!feed) throw new Error('useHealthFeed needs a HealthFeedContext around it');
  return feed;
}

function useHealthState(): HealthState {
  const feed = useHealthFeed();
  return useSyncExternalStore(feed.subscribe, feed.getState);
}

/** Runs the feed while the tab is looked at: hidden it asks nobody, and on coming back it is fresh at once. */
export function useRunningFeed(feed: HealthFeed): void {
  useEffect(() => {
    const follow = () => (document.hidden ? feed.stop() : feed.start());
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      feed.stop();
    };
  }, [feed]);
}

/** The feed's state at this moment, and what may be shown of it. */
export interface CurrentHealth extends ShownHealth {
  readonly state: HealthState;
  /** Milliseconds until the next attempt to connect; null while one is being made. */
  readonly retryInMs: number | null;
}

export function useCurrentHealth(): CurrentHealth {
  const state = useHealthState();
  const now = useNow();
  return { state, retryInMs: state.retryAt && state.retryAt - now, ...shownHealth(state, now) };
}

/** Shows the state in the tab's icon, and returns it for the title. */
export function useTabState({ displayed, freshness }: CurrentHealth): TabState {
  const state = tabState(displayed, freshness);
  useEffect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', `/icons/${state.tone}.svg`);
  }, [state.tone]);
  return state;
}
