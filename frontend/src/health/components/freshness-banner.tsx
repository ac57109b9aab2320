import type { ReactNode } from 'react';
import { formatDuration } from '../model/format-duration.ts';
import type { Freshness } from '../model/freshness.ts';
import { Banner } from '../../ui/banner.tsx';
import { l10n } from '../../ui/l10n.ts';

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
    ? l10n.t('There was no report yet.')
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
        {lastReport(ageMs)} {l10n.t('No newer one has come, so nothing of what it tells counts as healthy.')}
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
