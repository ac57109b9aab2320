import type { HealthSample } from '../contract/history.ts';
import { l10n } from '../words/l10n.ts';

/** Longer than the time between two reports, so that a bar without a sample means silence. */
const bucketMs = 3_000;

const bucketCount = 40;

/** Milliseconds that the history bar covers. */
export const windowMs = bucketMs * bucketCount;

/** What happened in one stretch of time; `silent` when nothing is known of it. */
export interface LatencyBucket {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly state: 'healthy' | 'failed' | 'silent';
  /** The worst answer's milliseconds; null when none came. */
  readonly latencyMs: number | null;
}

function bucketOf(start: number, samples: readonly HealthSample[]): LatencyBucket {
  const latencies = samples.flatMap(({ latencyMs }) => latencyMs ?? []);
  const latencyMs = latencies.length > 0 ? Math.max(...latencies) : null;
  if (samples.length === 0) return { start, state: 'silent', latencyMs };
  return { start, state: samples.every(({ status }) => status === 'healthy') ? 'healthy' : 'failed', latencyMs };
}

/**
 * Samples in stretches of equal length, oldest first, up to now. Stretches stand still on the clock, so that bars do not
 * flicker as time passes.
 * @param now milliseconds since the epoch, by the API's clock
 */
export function latencyBuckets(samples: readonly HealthSample[], now: number): LatencyBucket[] {
  const end = Math.floor(now / bucketMs);
  const groups = Map.groupBy(samples, ({ at }) => Math.floor(Date.parse(at) / bucketMs));
  return Array.from({ length: bucketCount }, (_, index) => {
    const number = end - bucketCount + 1 + index;
    return bucketOf(number * bucketMs, groups.get(number) ?? []);
  });
}

/** What the heights of bars go by. */
interface LatencyScale {
  /** The highest latency in milliseconds; null when there was no answer. */
  readonly peakMs: number | null;
  /** Milliseconds at the upper end of the axis: a round number, which a few that are far above the rest do not raise. */
  readonly topMs: number;
}

/** The next of 1, 2, 5, 10, 20, 50, … that is as large. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5].find((each) => each * power >= value);
  return step === undefined ? 10 * power : step * power;
}

export function latencyScale(buckets: readonly LatencyBucket[]): LatencyScale {
  const latencies = buckets.flatMap(({ latencyMs }) => latencyMs ?? []).toSorted((a, b) => a - b);
  const usual = latencies[Math.floor(latencies.length * 0.9)] ?? 0;
  // Below a millisecond differences are noise.
  return { peakMs: latencies.at(-1) ?? null, topMs: roundUp(Math.max(1, usual * 1.25)) };
}

/** What the bars say, for those who do not see them. */
export function describeBuckets(buckets: readonly LatencyBucket[], format: (ms: number) => string): string {
  const latencies = buckets.flatMap(({ latencyMs }) => latencyMs ?? []);
  const failed = buckets.filter(({ state }) => state === 'failed').length;
  if (buckets.every(({ state }) => state === 'silent')) return l10n.t('No samples in the last 2 minutes.');
  const failures = failed === 0 ? l10n.t('no failure') : l10n.t('failing for about {0} s', (failed * bucketMs) / 1000);
  const reports = latencies.length === 0 && buckets.some(({ state }) => state === 'healthy');
  if (reports) return l10n.t('Reports over the last 2 minutes: {0}.', failures);
  const range =
    latencies.length === 0
      ? l10n.t('no answer')
      : l10n.t('between {0} and {1}', format(Math.min(...latencies)), format(Math.max(...latencies)));
  return l10n.t('Latency over the last 2 minutes: {0}, {1}.', range, failures);
}
