import { createContext, use, useCallback, useState, type ReactNode, useEffect, useRef } from 'react';
import { overallTitle } from '../words/states.ts';
import { describeFlips } from '../words/describe-flips.ts';
import type { DisplayedHealth } from '../client/displayed-health.ts';
import type { Freshness } from '../client/freshness.ts';
import { l10n } from '../words/l10n.ts';

type Announce = (text: string) => void;

const AnnouncerContext = createContext<Announce | null>(null);

/** Returns the function that has a screen reader say something when it has finished its sentence. */
export function useAnnounce(): Announce {
  const announce = use(AnnouncerContext);
  if (!announce) throw new Error('useAnnounce needs an Announcer around it');
  return announce;
}

/** Holds the one live region of the page. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [message, setMessage] = useState({ text: '', count: 0 });
  const announce = useCallback((text: string) => setMessage(({ count }) => ({ text, count: count + 1 })), []);
  return (
    <AnnouncerContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="sr-only">
        {/* A new element each time, or the same sentence would not be said twice. */}
        <p key={message.count}>{message.text}</p>
      </div>
    </AnnouncerContext>
  );
}

const silence: Partial<Record<Freshness, () => string>> = {
  stale: () => l10n.t('The health report is stale.'),
  lost: () => l10n.t('The connection to the API is lost.'),
};

interface ShownHealth {
  readonly freshness: Freshness;
  readonly displayed: DisplayedHealth | null;
}

/** Tells a screen reader of each flip once: of services, and of the connection. */
export function useFlipAnnouncements({ freshness, displayed }: ShownHealth): void {
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
    const back = silent.current ? [l10n.t('Reports are arriving again. {0}.', overallTitle(displayed.overall))] : [];
    const sentences = [...back, ...flips];
    if (sentences.length > 0) announce(sentences.join(' '));
    silent.current = null;
    lastFresh.current = displayed;
  }, [announce, freshness, displayed]);
}
