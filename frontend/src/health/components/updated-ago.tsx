import { formatDuration } from '../model/format-duration.ts';
import { reportAge, type Freshness, type HealthLink } from '../model/freshness.ts';
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

const words: Record<HealthLink, string> = {
  connecting: 'Connecting',
  live: 'Live',
  polling: 'Polling',
  lost: 'Disconnected',
  paused: 'Paused',
};

/** How reports arrive, and how old the last one is. */
export function UpdatedAgo({ link, freshness, timestamp, now }: UpdatedAgoProps) {
  return (
    <p className="ztr-updated" data-tone={freshness === 'fresh' ? 'ok' : 'unknown'}>
      {/* A new element for each report, whose animation begins anew. */}
      <span key={timestamp} className="ztr-updated-dot" />
      <span>{words[link]}</span>
      {timestamp !== null && (
        <>
          <span aria-hidden="true">·</span>
          <span>updated {formatDuration(reportAge({ timestamp }, now))} ago</span>
        </>
      )}
    </p>
  );
}
