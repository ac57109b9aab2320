import assert from 'node:assert/strict';
import type { HealthSample } from '../contract/history.ts';
import { atNoon, noon } from '../contract/test-support/reports.ts';
import { formatLatency } from '../words/figures.ts';
import { describeBuckets, latencyBuckets, latencyScale, windowMs } from './latency-buckets.ts';

const sample = (ms: number, latencyMs: number | null): HealthSample => ({
  at: atNoon(ms),
  status: latencyMs === null ? 'unhealthy' : 'healthy',
  latencyMs,
});

const starts = (now: number) => latencyBuckets([], now).map(({ start }) => start);

const words = (...samples: HealthSample[]) => describeBuckets(latencyBuckets(samples, noon), formatLatency);

describe('latency bars', () => {
  it('cover the window up to now, and show silence as such', () => {
    const buckets = latencyBuckets([sample(-1_000, 2)], noon);
    const [first, last] = [buckets[0], buckets.at(-1)];
    assert.ok(first && last);
    assert.equal(last.start + (buckets[1]?.start ?? 0) - first.start - first.start, windowMs);
    assert.deepEqual(
      buckets.filter(({ state }) => state !== 'silent').map(({ state, latencyMs }) => [state, latencyMs]),
      [['healthy', 2]],
    );
  });

  it('show the worst of each stretch', () => {
    const slow = latencyBuckets([sample(0, 1), sample(500, 9), sample(900, 2)], noon + 1_000).at(-1);
    assert.deepEqual([slow?.state, slow?.latencyMs], ['healthy', 9]);
    const failed = latencyBuckets([sample(0, 1), sample(500, null)], noon + 1_000).at(-1);
    assert.deepEqual([failed?.state, failed?.latencyMs], ['failed', 1]);
  });

  it('stand still on the clock while time passes', () => {
    assert.deepEqual(starts(noon + 2_999), starts(noon));
    assert.deepEqual(starts(noon + 3_000).slice(0, -1), starts(noon).slice(1));
  });

  it('leave out what is older than the window or from the future', () => {
    const buckets = latencyBuckets([sample(-windowMs - 3_000, 5), sample(10_000, 5)], noon);
    assert.ok(buckets.every(({ state }) => state === 'silent'));
  });

  it('are not flattened by a few outliers, nor blown up from nothing', () => {
    const calm = Array.from({ length: 38 }, (_, index) => sample(-index * 3_000, 4));
    const scale = latencyScale(latencyBuckets([...calm, sample(-38 * 3_000, 500)], noon));
    assert.deepEqual(scale, { peakMs: 500, topMs: 5 });
    assert.deepEqual(latencyScale(latencyBuckets([sample(0, 0.1)], noon)), { peakMs: 0.1, topMs: 1 });
    assert.deepEqual(latencyScale([]), { peakMs: null, topMs: 1 });
  });

  it('are told in words', () => {
    assert.equal(words(), 'No samples in the last 2 minutes.');
    assert.equal(
      words(sample(-9_000, 1), sample(-6_000, 4), sample(-3_000, null)),
      'Latency over the last 2 minutes: between 1.0 ms and 4.0 ms, failing for about 3 s.',
    );
    assert.equal(words(sample(0, null)), 'Latency over the last 2 minutes: no answer, failing for about 3 s.');
    const reported: HealthSample = { ...sample(0, null), status: 'healthy' };
    assert.equal(words(reported), 'Reports over the last 2 minutes: no failure.');
    assert.equal(words(reported, sample(-6_000, null)), 'Reports over the last 2 minutes: failing for about 3 s.');
  });
});
