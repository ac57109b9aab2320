import { useEffect, useRef } from 'react';
import { useAnnounce } from '../ui/announcer.tsx';
import { describeFlips } from './model/describe-flips.ts';
import type { DisplayedHealth } from './model/displayed-health.ts';
import type { Freshness } from './model/freshness.ts';
import { overallWord } from './model/status-words.ts';
import type { CurrentHealth } from './use-current-health.ts';
import { l10n } from '../ui/l10n.ts';

const silence: Partial<Record<Freshness, () => string>> = {
  stale: () => l10n.t('The health report is stale.'),
  lost: () => l10n.t('The connection to the API is lost.'),
};

/** Tells a screen reader of each flip once: of services, and of the connection. */
export function useFlipAnnouncements({ freshness, displayed }: Pick<CurrentHealth, 'freshness' | 'displayed'>): void {
  const announce = useAnnounce();
  const lastFresh = useRef<DisplayedHealth | null>(null);
  const silent = useRef<Freshness | null>(null);
  useEffect(() => {
    const words = silence[freshness]?.();
    if (words) {
      if (silent.current !== freshness) announce(words);
      silent.current = freshness;
      return;
    }
    if (freshness !== 'fresh' || !displayed) return;
    const flips = lastFresh.current ? describeFlips(lastFresh.current, displayed) : [];
    const back = silent.current ? [l10n.t('Reports arrive again. {0}.', overallWord(displayed.overall))] : [];
    const sentences = [...back, ...flips];
    if (sentences.length > 0) announce(sentences.join(' '));
    silent.current = null;
    lastFresh.current = displayed;
  }, [announce, freshness, displayed]);
}
