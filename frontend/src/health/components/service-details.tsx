import type { ServiceHealth } from '@zero-to-running/contract/health';
import type { HealthHistory } from '@zero-to-running/contract/health-history';
import { formatAgo, formatDuration } from '../model/format-duration.ts';
import { formatTime } from '../../ui/format-time.ts';
import { serviceTone, serviceWord, serviceWordWithin } from '../model/status-words.ts';
import { ChangeList } from './change-list.tsx';
import { LatencyBar } from './latency-bar.tsx';
import { ServiceErrorNote } from './service-error-note.tsx';
import { l10n } from '../../ui/l10n.ts';

interface ServiceDetailsProps {
  readonly name: string;
  readonly health: ServiceHealth;
  readonly past: HealthHistory['services'][string];
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  readonly trusted: boolean;
}

interface SinceProps {
  readonly health: ServiceHealth;
  readonly now: number;
  readonly trusted: boolean;
}

/** Since when it is as it is; of an old report one knows that it was, not that it still is. */
function Since({ health: { status, since }, now, trusted }: SinceProps) {
  return (
    <>
      <dt>{trusted ? l10n.t('{0} since', serviceWord(status)) : l10n.t('Was {0} since', serviceWordWithin(status))}</dt>
      <dd>
        <time dateTime={since}>
          {formatTime(since, now)}
          {trusted && ` (${formatDuration(now - Date.parse(since))})`}
        </time>
      </dd>
    </>
  );
}

/** What the API tells of a service beyond its state. */
export function ServiceDetails({ name, health, past, now, trusted }: ServiceDetailsProps) {
  const failureTone = serviceTone('unhealthy', health.critical);
  const lastChange = past.changes.at(-1);
  return (
    <>
      <LatencyBar samples={past.samples} now={now} failureTone={failureTone} trusted={trusted} />
      {trusted && health.error && <ServiceErrorNote service={name} error={health.error} tone={failureTone} />}
      <dl className="ztr-figures">
        <Since health={health} now={now} trusted={trusted} />
        <dt>{l10n.t('Last change')}</dt>
        <dd>
          {lastChange ? (
            <time dateTime={lastChange.at}>
              {l10n.t(
                'turned {0} {1}',
                serviceWordWithin(lastChange.status),
                formatAgo(now - Date.parse(lastChange.at)),
              )}
            </time>
          ) : (
            l10n.t('none seen')
          )}
        </dd>
        <dt>{l10n.t('Checked')}</dt>
        <dd>{health.checkedAt ? formatAgo(now - Date.parse(health.checkedAt)) : l10n.t('not yet')}</dd>
      </dl>
      {past.changes.length > 0 && (
        <ChangeList service={name} critical={health.critical} changes={past.changes} now={now} />
      )}
    </>
  );
}
