import { formatDuration } from '../model/format-duration.ts';
import type { Freshness, HealthLink } from '../model/freshness.ts';
import '../../ui/tone.css';
import './updated-ago.css';

interface UpdatedAgoProps {
  readonly link: HealthLink;
  readonly freshness: Freshness;
  /** Milliseconds since the last report was made; null when there was none. */
  readonly ageMs: number | null;
}

const words: Record<HealthLink, string> = {
  connecting: 'Connecting',
  live: 'Live',
  polling: 'Polling',
  lost: 'Disconnected',
  paused: 'Paused',
};

/** How reports arrive, and how old the last one is. */
export function UpdatedAgo({ link, freshness, ageMs }: UpdatedAgoProps) {
  return (
    <p className="ztr-updated" data-tone={freshness === 'fresh' ? 'ok' : 'unknown'}>
      <span className="ztr-updated-dot" data-live={link === 'live' && freshness === 'fresh'} />
      <span>{words[link]}</span>
      {ageMs !== null && (
        <>
          <span aria-hidden="true">·</span>
          <span>updated {formatDuration(ageMs)} ago</span>
        </>
      )}
    </p>
  );
}
