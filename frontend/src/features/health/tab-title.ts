import { overallTitle, serviceName } from '@zero-to-running/health/words/states';
import type { DisplayedHealth } from '@zero-to-running/health/client/displayed-health';
import type { Freshness } from '@zero-to-running/health/client/freshness';
import type { Tone } from '@zero-to-running/health/react/status';

/** What the tab says in its title and its icon. */
export interface TabState {
  readonly words: string;
  readonly tone: Tone;
}

const withoutReport: Record<Exclude<Freshness, 'fresh'>, string> = {
  waiting: 'Connecting',
  stale: 'Stale',
  lost: 'No connection',
  paused: 'Paused',
};

/** The state in a few words, naming what fails; a tab nobody looks at asks nobody, and must not stay green. */
export function tabState(displayed: DisplayedHealth | null, freshness: Freshness): TabState {
  if (!displayed || freshness !== 'fresh') {
    return { words: freshness === 'fresh' ? 'Unknown' : withoutReport[freshness], tone: 'unknown' };
  }
  const failing = displayed.services.filter(({ status }) => status !== 'healthy').map(({ key }) => serviceName(key));
  const names = failing.length > 0 ? `: ${failing.join(', ')}` : '';
  return { words: overallTitle(displayed.overall) + names, tone: displayed.overall };
}
