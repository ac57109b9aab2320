import type { ServiceHealth } from '@zero-to-running/contract/health';
import type { HealthHistory } from '@zero-to-running/contract/health-history';
import { formatDuration } from '../model/format-duration.ts';
import { formatTime } from '../../ui/format-time.ts';
import { serviceTone, serviceWords } from '../model/status-words.ts';
import { ChangeList } from './change-list.tsx';
import { LatencyBar } from './latency-bar.tsx';
import { ServiceErrorNote } from './service-error-note.tsx';

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
  const word = serviceWords[status];
  return (
    <>
      <dt>{trusted ? word : `Was ${word.toLowerCase()}`} since</dt>
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
        <dt>Last change</dt>
        <dd>
          {lastChange ? (
            <time dateTime={lastChange.at}>
              turned {serviceWords[lastChange.status].toLowerCase()} {formatDuration(now - Date.parse(lastChange.at))}{' '}
              ago
            </time>
          ) : (
            'none seen'
          )}
        </dd>
        <dt>Checked</dt>
        <dd>{health.checkedAt ? `${formatDuration(now - Date.parse(health.checkedAt))} ago` : 'not yet'}</dd>
      </dl>
      {past.changes.length > 0 && (
        <ChangeList service={name} critical={health.critical} changes={past.changes} now={now} />
      )}
    </>
  );
}
