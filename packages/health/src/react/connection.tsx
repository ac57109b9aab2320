import { useEffect, useState, type ReactNode } from 'react';
import { formatAgo, formatDuration } from '../words/figures.ts';
import { reportAge, type Freshness, type HealthLink } from '../client/freshness.ts';
import { capitalize, l10n } from '../words/l10n.ts';
import { Banner } from './status.tsx';
import type { DetailLevel } from '../client/answer.ts';
import './status.css';
import './connection.css';

/**
 * Milliseconds since the epoch, renewed in the given interval.
 * @param intervalMs milliseconds
 */
export function useNow(intervalMs = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}

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

interface FreshnessBannerProps {
  readonly freshness: Freshness;
  /** Milliseconds since the last report was made; null when there was none. */
  readonly ageMs: number | null;
  /** What went wrong, where something did. */
  readonly reason: string | null;
  /** Milliseconds until the next attempt; null while one is being made. */
  readonly retryInMs: number | null;
  readonly action?: ReactNode;
}

function lastReport(ageMs: number | null): string {
  return ageMs === null
    ? l10n.t('No report has arrived yet.')
    : l10n.t('The last report is {0} old.', formatDuration(ageMs));
}

function nextAttempt(retryInMs: number | null): string {
  return retryInMs === null || retryInMs <= 0
    ? l10n.t('Trying now…')
    : l10n.t('Next attempt in {0}.', formatDuration(retryInMs + 999));
}

/** Says that what is shown is old, and why; nothing while it is fresh. */
export function FreshnessBanner({ freshness, ageMs, reason, retryInMs, action }: FreshnessBannerProps) {
  if (freshness === 'stale') {
    return (
      <Banner tone="degraded" title={l10n.t('Stale report')} action={action}>
        {lastReport(ageMs)} {l10n.t('Nothing in it counts as healthy until a newer one arrives.')}
      </Banner>
    );
  }
  if (freshness !== 'lost') return null;
  return (
    <Banner tone="error" title={l10n.t('Connection to the API lost')} action={action}>
      {reason} {lastReport(ageMs)} {nextAttempt(retryInMs)}
    </Banner>
  );
}

interface DetailBannerProps {
  readonly detail: DetailLevel;
  /** What of the report could not be read, as a sentence without its full stop. */
  readonly misfit: string | null;
}

/** Says why there is less to see than could be; nothing where all is there. */
export function DetailBanner({ detail, misfit }: DetailBannerProps) {
  if (misfit !== null) {
    return (
      <Banner tone="unknown" title={l10n.t('Part of the report cannot be read')}>
        {l10n.t('{0}. What does not fit is left out.', capitalize(misfit))}
      </Banner>
    );
  }
  if (detail === 'full') return null;
  return (
    <Banner tone="unknown" title={l10n.t('Details are hidden')}>
      {l10n.t(
        'This API shows each service’s state only, because HEALTH_DETAIL_TOKEN is set. Latencies, errors and history are in /health/all and /health/history for requests with that token as bearer.',
      )}
    </Banner>
  );
}
