import { formatAgo } from '../model/format-duration.ts';
import { reportAge, type Freshness, type HealthLink } from '../model/freshness.ts';
import { l10n } from '../../ui/l10n.ts';
import '../../ui/tone.css';
import './updated-ago.css';

interface UpdatedAgoProps {
  readonly link: HealthLink;
  readonly freshness: Freshness;
  /** Of the last report, ISO 8601; null when there was none. */
  readonly timestamp: string | null;
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
}

const words: Record<HealthLink, () => string> = {
  connecting: () => l10n.t('Connecting'),
  live: () => l10n.t('Live'),
  polling: () => l10n.t('Polling'),
  lost: () => l10n.t('Disconnected'),
  paused: () => l10n.t('Paused'),
};

/** How reports arrive, and how old the last one is. */
export function UpdatedAgo({ link, freshness, timestamp, now }: UpdatedAgoProps) {
  return (
    <p className="ztr-updated" data-tone={freshness === 'fresh' ? 'ok' : 'unknown'}>
      {/* A new element for each report, whose animation begins anew. */}
      <span key={timestamp} className="ztr-updated-dot" />
      <span>{words[link]()}</span>
      {timestamp !== null && (
        <>
          <span aria-hidden="true">·</span>
          <span>{l10n.t('updated {0}', formatAgo(reportAge({ timestamp }, now)))}</span>
        </>
      )}
    </p>
  );
}
