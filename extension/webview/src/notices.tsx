import { l10n } from '@zero-to-running/health/words/l10n';
import { Banner } from '@zero-to-running/health/react/status';
import type { DashboardState } from '../../src/shared/dashboard-protocol.ts';

/** Says that there is nothing to reach, which is no trouble, and why. */
export function NotRunningBanner({ state: { notRunning, failure } }: { readonly state: DashboardState }) {
  const title = notRunning === 'starting' ? l10n.t('Starting…') : l10n.t('Not running');
  return (
    <Banner tone="unknown" title={title}>
      {failure}
    </Banner>
  );
}

/** Says what is missing of what is shown. */
export function NoteBanner({ note }: { readonly note: string }) {
  return (
    <Banner tone="unknown" title={l10n.t('Some services are hidden')}>
      {note}
    </Banner>
  );
}

/** Says that all that is shown may be of another stack than was meant. */
export function GuessBanner({ guess }: { readonly guess: string }) {
  return (
    <Banner tone="degraded" title={l10n.t('This may be another folder’s stack')}>
      {guess}
    </Banner>
  );
}
