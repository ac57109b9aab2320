import { l10n } from '@zero-to-running/frontend/l10n';
import { Banner } from '@zero-to-running/frontend/ui/banner';

/** Says that there is nothing to reach, which is no trouble, and why. */
export function NotRunningBanner({ why }: { readonly why: string | null }) {
  return (
    <Banner tone="unknown" title={l10n.t('Not running')}>
      {why}
    </Banner>
  );
}

/** Says that all that is shown may be of another stack than was meant. */
export function GuessBanner({ guess }: { readonly guess: string }) {
  return (
    <Banner tone="degraded" title={l10n.t('Maybe another folder’s stack')}>
      {guess}
    </Banner>
  );
}
