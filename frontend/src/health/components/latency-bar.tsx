import type { HealthSample } from '@zero-to-running/contract/health-history';
import { formatAgo } from '../model/format-duration.ts';
import { formatLatency } from '../model/format-latency.ts';
import { formatTime } from '../../ui/format-time.ts';
import {
  describeBuckets,
  latencyBuckets,
  latencyScale,
  windowMs,
  type LatencyBucket,
} from '../model/latency-buckets.ts';
import type { Tone } from '../../ui/tone.ts';
import { l10n } from '../../ui/l10n.ts';
import './latency-bar.css';
import '../../ui/tone.css';

interface LatencyBarProps {
  readonly samples: readonly HealthSample[];
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  /** The colour of failures. */
  readonly failureTone: Tone;
  /** Whether the last report is fresh; the bars of an old one are grey. */
  readonly trusted: boolean;
}

/**
 * Small latencies stay visible beside large ones: the height goes with the square root, and a few that are far above the
 * rest do not flatten it.
 */
function height({ state, latencyMs }: LatencyBucket, usualMs: number): string | undefined {
  if (state === 'silent') return undefined;
  if (state === 'failed' || latencyMs === null) return '100%';
  return `${Math.min(90, Math.max(12.5, 55 * Math.sqrt(latencyMs / usualMs)))}%`;
}

function tone({ state }: LatencyBucket, { failureTone, trusted }: LatencyBarProps): Tone | undefined {
  if (state === 'silent') return undefined;
  if (!trusted) return 'unknown';
  return state === 'failed' ? failureTone : 'ok';
}

/** The latencies of the last two minutes as bars; a full one is a failure, a dot is silence. */
export function LatencyBar(props: LatencyBarProps) {
  const { samples, now } = props;
  const buckets = latencyBuckets(samples, now);
  const { peakMs, usualMs } = latencyScale(buckets);
  const start = new Date(now - windowMs).toISOString();
  return (
    <figure className="ztr-latency">
      <div className="ztr-latency-bars" role="img" aria-label={describeBuckets(buckets, formatLatency)}>
        {buckets.map((bucket) => (
          <span key={bucket.start} data-tone={tone(bucket, props)} style={{ height: height(bucket, usualMs) }} />
        ))}
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
