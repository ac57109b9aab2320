import type { HealthHistory } from '@zero-to-running/contract/health-history';
import { useId, type ReactNode } from 'react';
import { formatLatency } from '../model/format-latency.ts';
import type { DisplayedService } from '../model/displayed-health.ts';
import { serviceName } from '../model/service-names.ts';
import { serviceTone, serviceWord, serviceWordWithin } from '../model/status-words.ts';
import { ServiceDetails } from './service-details.tsx';
import { StatusBadge } from './status-badge.tsx';
import { l10n } from '../../ui/l10n.ts';
import './card.css';
import './service-card.css';

interface ServiceCardProps {
  readonly service: DisplayedService;
  readonly past: HealthHistory['services'][string];
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  /** What one can do about it, such as buttons. */
  readonly actions?: ReactNode;
}

function Latency({ ms, trusted }: { readonly ms: number | null; readonly trusted: boolean }) {
  const isKnown = trusted && ms !== null;
  const unknown = trusted ? l10n.t('no answer') : l10n.t('latency unknown');
  return (
    <p className="ztr-service-latency">
      {isKnown ? formatLatency(ms) : '–'} <small>{isKnown ? l10n.t('latency') : unknown}</small>
    </p>
  );
}

/** One service: its state, its latency now and lately, since when, and what went wrong. */
export function ServiceCard({ service, past, now, actions }: ServiceCardProps) {
  const { key, isKnown: trusted, status, lastKnown, details } = service;
  const titleId = useId();
  return (
    <article className="ztr-card ztr-service" data-service={key} aria-labelledby={titleId}>
      <header className="ztr-service-head">
        <h2 className="ztr-service-name" id={titleId}>
          {serviceName(key)}
          {details && (
            <span className="ztr-service-role">{details.critical ? l10n.t('critical') : l10n.t('optional')}</span>
          )}
        </h2>
        <StatusBadge tone={serviceTone(status, details?.critical ?? true)} word={serviceWord(status)} />
      </header>
      {!trusted && <p className="ztr-quiet">{l10n.t('Last known: {0}', serviceWordWithin(lastKnown))}</p>}
      {details && <Latency ms={details.latencyMs} trusted={trusted} />}
      {details && <ServiceDetails name={key} health={details} past={past} now={now} trusted={trusted} />}
      {actions}
    </article>
  );
}
