import type { DetailLevel } from '../model/read-answer.ts';
import { Banner } from '../../ui/banner.tsx';
import { l10n } from '../../ui/l10n.ts';

/** Says why each service's state is all there is to see; nothing where there are details. */
export function DetailBanner({ detail }: { readonly detail: DetailLevel }) {
  if (detail === 'full') return null;
  if (detail === 'unreadable') {
    return (
      <Banner tone="unknown" title={l10n.t('Details not understood')}>
        {l10n.t(
          'The report holds details that this page cannot read: one of the two is older than the other. Reload the page.',
        )}
      </Banner>
    );
  }
  return (
    <Banner tone="unknown" title={l10n.t('Details are hidden')}>
      {l10n.t(
        'This API shows each service’s state only, because HEALTH_DETAIL_TOKEN is set. Latencies, errors and history are in /health/all and /health/history for requests with that token as bearer.',
      )}
    </Banner>
  );
}
