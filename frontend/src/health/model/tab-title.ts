import type { DisplayedHealth } from './displayed-health.ts';
import type { Freshness } from './freshness.ts';
import { serviceName } from './service-names.ts';
import { overallWord } from './status-words.ts';
import type { Tone } from '../../ui/tone.ts';

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
  return { words: overallWord(displayed.overall) + names, tone: displayed.overall };
}
