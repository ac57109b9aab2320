import type { HealthChange } from '@zero-to-running/contract/health-history';
import { explainServiceError } from '@zero-to-running/contract/service-error-wording';
import { formatDuration } from '../model/format-duration.ts';
import { formatTime } from '../../ui/format-time.ts';
import { serviceName } from '../model/service-names.ts';
import { serviceTone, serviceWord } from '../model/status-words.ts';
import { StatusBadge } from './status-badge.tsx';
import { l10n } from '../../ui/l10n.ts';
import './change-list.css';

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
export function ChangeList({ service, critical, changes, now }: ChangeListProps) {
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
              <StatusBadge tone={serviceTone(change.status, critical)} word={serviceWord(change.status)} size={14} />
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
