import { useId, type ReactNode } from 'react';
import type { ServiceStatus, ServiceAnswer, ServiceError } from '../contract/report.ts';
import { type Tone, StatusBadge } from './status.tsx';
import { explainServiceError } from '../words/service-errors.ts';
import { serviceName, statusTitle, statusWord } from '../words/states.ts';
import { l10n } from '../words/l10n.ts';
import type { HealthChange, HealthHistory } from '../contract/history.ts';
import { formatDuration, formatAgo, formatLatency } from '../words/figures.ts';
import { formatTime } from '../words/clock-time.ts';
import { LatencyBar } from './latency-bar.tsx';
import type { DisplayedService } from '../client/displayed-health.ts';
import './cards.css';
import './status.css';

/** An optional service that is away is a warning; one the application cannot work without is an error. */
function serviceTone(status: ServiceStatus, critical: boolean): Tone {
  if (status === 'healthy') return 'ok';
  if (status === 'unknown') return 'unknown';
  return critical ? 'error' : 'degraded';
}

interface ServiceErrorNoteProps {
  readonly service: string;
  readonly error: ServiceError;
  readonly tone: Tone;
}

/** Why a service is unhealthy, and what to do about it. */
function ServiceErrorNote({ service, error, tone }: ServiceErrorNoteProps) {
  const { what, remedy } = explainServiceError(error);
  return (
    <p className="ztr-error-note" data-tone={tone}>
      <strong>
        {serviceName(service)} {l10n.t(what)}.
      </strong>{' '}
      {l10n.t(remedy)}
    </p>
  );
}

interface ChangeListProps {
  readonly service: string;
  readonly critical: boolean;
  /** Oldest first. */
  readonly changes: readonly HealthChange[];
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
}

/** How long a state lasted: until the next change, or until now. */
function lasted(change: HealthChange, next: HealthChange | undefined, now: number): string {
  return formatDuration((next ? Date.parse(next.at) : now) - Date.parse(change.at));
}

/** The changes of one service, newest first, behind a line that unfolds. */
function ChangeList({ service, critical, changes, now }: ChangeListProps) {
  const rows = changes.map((change, index) => ({ change, next: changes[index + 1] })).toReversed();
  return (
    <details className="ztr-changes">
      <summary>
        {changes.length === 1 ? l10n.t('1 change') : l10n.t('{0} changes', changes.length)}
        <span className="ztr-hidden"> {l10n.t('of {0}', serviceName(service))}</span>
      </summary>
      <div role="region" tabIndex={0} aria-label={l10n.t('Changes of {0}', serviceName(service))}>
        <ol>
          {rows.map(({ change, next }) => (
            <li key={change.at + change.status}>
              <time dateTime={change.at}>{formatTime(change.at, now)}</time>
              <StatusBadge tone={serviceTone(change.status, critical)} word={statusTitle(change.status)} size={14} />
              <span className="ztr-change-length">{lasted(change, next, now)}</span>
              {change.error && (
                <span className="ztr-change-reason">{l10n.t(explainServiceError(change.error).what)}</span>
              )}
            </li>
          ))}
        </ol>
      </div>
    </details>
  );
}

interface ServiceDetailsProps {
  readonly name: string;
  readonly critical: boolean;
  readonly health: ServiceAnswer;
  readonly past: HealthHistory['services'][string];
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  readonly trusted: boolean;
}

interface SinceProps {
  readonly status: ServiceStatus;
  /** ISO 8601 */
  readonly since: string;
  readonly now: number;
  readonly trusted: boolean;
}

/** Since when it is as it is; of an old report one knows that it was, not that it still is. */
function Since({ status, since, now, trusted }: SinceProps) {
  return (
    <>
      <dt>{trusted ? l10n.t('Since') : l10n.t('Was {0} since', statusWord(status))}</dt>
      <dd>
        <time dateTime={since}>
          {formatTime(since, now)}
          {trusted && (
            <>
              {' '}
              <span className="ztr-whole">({formatDuration(now - Date.parse(since))})</span>
            </>
          )}
        </time>
      </dd>
    </>
  );
}

/** Milliseconds for which a check is as new as the report, whose age stands above all cards. */
const asNewAsReportMs = 10_000;

/** When it was asked, where the report's age does not say so already. */
function Checked({ checkedAt, now }: { readonly checkedAt: string | null; readonly now: number }) {
  const ageMs = checkedAt === null ? Infinity : now - Date.parse(checkedAt);
  if (ageMs < asNewAsReportMs) return null;
  return (
    <>
      <dt>{l10n.t('Checked')}</dt>
      <dd>{checkedAt === null ? l10n.t('not yet') : formatAgo(ageMs)}</dd>
    </>
  );
}

/** What the API tells of a service beyond its state. */
function ServiceDetails({ name, critical, health, past, now, trusted }: ServiceDetailsProps) {
  const failureTone = serviceTone('unhealthy', critical);
  return (
    <>
      <LatencyBar samples={past.samples} now={now} failureTone={failureTone} trusted={trusted} />
      {trusted && health.error && <ServiceErrorNote service={name} error={health.error} tone={failureTone} />}
      <dl className="ztr-figures">
        {health.since !== undefined && (
          <Since status={health.status} since={health.since} now={now} trusted={trusted} />
        )}
        {health.checkedAt !== undefined && <Checked checkedAt={health.checkedAt} now={now} />}
      </dl>
      {past.changes.length > 0 && <ChangeList service={name} critical={critical} changes={past.changes} now={now} />}
    </>
  );
}

interface ServiceCardProps {
  readonly service: DisplayedService;
  readonly past: HealthHistory['services'][string];
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  /** What one can do about it, such as buttons. */
  readonly actions?: ReactNode;
}

/** Why there is no latency: a service that reports by itself is asked nothing. */
function withoutLatency({ status, error, latencyMs }: ServiceAnswer, trusted: boolean): string {
  if (!trusted) return l10n.t('latency unknown');
  if (latencyMs === undefined) return l10n.t('latency not reported');
  if (status === 'healthy') return l10n.t('reports by itself');
  return error === 'silent' ? l10n.t('no report') : l10n.t('no answer');
}

function Latency({ health, trusted }: { readonly health: ServiceAnswer; readonly trusted: boolean }) {
  const { latencyMs: ms = null } = health;
  const isKnown = trusted && ms !== null;
  return (
    <p className="ztr-service-latency">
      {isKnown ? formatLatency(ms) : '–'} <small>{isKnown ? l10n.t('latency') : withoutLatency(health, trusted)}</small>
    </p>
  );
}

/** One service: its state, its latency now and lately, since when, and what went wrong. */
export function ServiceCard({ service, past, now, actions }: ServiceCardProps) {
  const { key, isKnown: trusted, status, lastKnown, critical, details } = service;
  const titleId = useId();
  return (
    <article className="ztr-card ztr-service" data-service={key} aria-labelledby={titleId}>
      <header className="ztr-service-head">
        <h2 className="ztr-service-name" id={titleId}>
          {serviceName(key)}
          {details?.critical !== undefined && (
            <span className="ztr-service-role">{critical ? l10n.t('critical') : l10n.t('optional')}</span>
          )}
        </h2>
        <StatusBadge tone={serviceTone(status, critical)} word={statusTitle(status)} />
      </header>
      {!trusted && !details && <p className="ztr-quiet">{l10n.t('Last known: {0}', statusWord(lastKnown))}</p>}
      {details && <Latency health={details} trusted={trusted} />}
      {details && (
        <ServiceDetails name={key} critical={critical} health={details} past={past} now={now} trusted={trusted} />
      )}
      {actions}
    </article>
  );
}
