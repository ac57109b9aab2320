import { createContext, use, useEffect, useSyncExternalStore } from 'react';
import type { HealthFeed, HealthFeedState } from './api/health-feed.ts';

/** The application's one feed of the system's health. */
export const HealthFeedContext = createContext<HealthFeed | null>(null);

export function useHealthFeed(): HealthFeed {
  const feed = use(HealthFeedContext);
  if (!feed) throw new Error('useHealthFeed needs a HealthFeedContext around it');
  return feed;
}

export function useHealthState(): HealthFeedState {
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
