import type { HealthSample } from '../contract/history.ts';
import { formatAgo, formatLatency } from '../words/figures.ts';
import { formatTime } from '../words/clock-time.ts';
import {
  describeBuckets,
  latencyBuckets,
  latencyScale,
  windowMs,
  type LatencyBucket,
} from '../client/latency-buckets.ts';
import type { Tone } from './status.tsx';
import { l10n } from '../words/l10n.ts';
import './latency-bar.css';
import './status.css';

interface LatencyBarProps {
  readonly samples: readonly HealthSample[];
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  /** The colour of failures. */
  readonly failureTone: Tone;
  /** Whether the last report is fresh; the bars of an old one are grey. */
  readonly trusted: boolean;
}

/** A latency above the axis fills it, and so does a failure, which has another colour; a small one can still be seen. */
function height({ state, latencyMs }: LatencyBucket, topMs: number): string | undefined {
  if (state === 'silent') return undefined;
  if (state === 'failed' || latencyMs === null) return '100%';
  return `${Math.min(100, Math.max(6, (100 * latencyMs) / topMs))}%`;
}

function tone({ state }: LatencyBucket, { failureTone, trusted }: LatencyBarProps): Tone | undefined {
  if (state === 'silent') return undefined;
  if (!trusted) return 'unknown';
  return state === 'failed' ? failureTone : 'ok';
}

/** The latencies of the last two minutes as bars, with the axis they are measured by. */
export function LatencyBar(props: LatencyBarProps) {
  const { samples, now } = props;
  const buckets = latencyBuckets(samples, now);
  const { peakMs, topMs } = latencyScale(buckets);
  const start = new Date(now - windowMs).toISOString();
  return (
    <figure className="ztr-latency">
      <div className="ztr-latency-chart">
        <div className="ztr-latency-axis" aria-hidden="true">
          {/* Without a latency, bars tell of reports. */}
          {peakMs !== null && <span>{formatLatency(topMs)}</span>}
          {peakMs !== null && <span>0</span>}
        </div>
        <div className="ztr-latency-bars" role="img" aria-label={describeBuckets(buckets, formatLatency)}>
          {buckets.map((bucket) => (
            <span key={bucket.start} data-tone={tone(bucket, props)} style={{ height: height(bucket, topMs) }} />
          ))}
        </div>
      </div>
      <figcaption className="ztr-latency-ends">
        <time dateTime={start} title={formatTime(start, now)}>
          {formatAgo(windowMs)}
        </time>
        {peakMs !== null && <span>{l10n.t('peak {0}', formatLatency(peakMs))}</span>}
        <span>{l10n.t('now')}</span>
      </figcaption>
    </figure>
  );
}

/** What the bars mean, once for all cards. */
export function LatencyLegend() {
  return (
    <p className="ztr-legend">
      <span>{l10n.t('Each bar shows the slowest answer in 3 seconds:')}</span>
      <span>
        <i data-tone="ok" /> {l10n.t('answered')}
      </span>
      <span>
        <i data-tone="degraded" />
        <i data-tone="error" /> {l10n.t('failed (optional, critical)')}
      </span>
      <span>
        <i className="ztr-legend-silent" /> {l10n.t('not asked')}
      </span>
    </p>
  );
}
