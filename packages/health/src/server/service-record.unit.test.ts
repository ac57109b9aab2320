import assert from 'node:assert/strict';
import { historyLimits } from '../contract/protocol.ts';
import type { Sample } from './probe.ts';
import { ServiceRecord } from './service-record.ts';

const healthy = (at: number): Sample => ({ at, status: 'healthy', latencyMs: 1.5 });
const refused = (at: number): Sample => ({ at, status: 'unhealthy', latencyMs: null, error: 'refused' });
const timedOut = (at: number): Sample => ({ at, status: 'unhealthy', latencyMs: null, error: 'timeout' });
const instant = (at: number): string => new Date(at).toISOString();

const minute = 60_000;

describe('ServiceRecord', () => {
  let record: ServiceRecord;

  beforeEach(() => {
    record = new ServiceRecord(true, 4_000, 1_000);
  });

  it('knows nothing before the first sample', () => {
    const expected = { status: 'unknown', critical: true, latencyMs: null, checkedAt: null, since: instant(1_000) };
    assert.deepEqual(record.at(999_999), expected);
    assert.deepEqual(record.history, { changes: [], samples: [] });
  });

  it('keeps since when the status holds', () => {
    record.add(healthy(2_000));
    record.add(healthy(3_000));
    const { since, checkedAt, latencyMs, ...rest } = record.at(3_500);
    assert.deepEqual(
      { since, checkedAt, latencyMs },
      { since: instant(2_000), checkedAt: instant(3_000), latencyMs: 1.5 },
    );
    assert(!('error' in rest));
  });

  it('tells changes of status and reason from mere figures', () => {
    assert.equal(record.add(healthy(1)), true);
    assert.equal(record.add(healthy(2)), false);
    assert.equal(record.add(refused(3)), true);
    assert.equal(record.add(refused(4)), false);
    assert.equal(record.add(timedOut(5)), true);
    assert.equal(record.at(6).error, 'timeout');
    assert.equal(record.at(6).since, instant(3));
    assert.deepEqual(record.history.changes, [{ at: instant(3), status: 'unhealthy', error: 'refused' }]);
  });

  it('counts nothing as a change while it starts, until it has been healthy once', () => {
    for (const sample of [refused(1), timedOut(2), healthy(3)]) record.add(sample);
    assert.deepEqual(record.history.changes, []);
    assert.equal(record.at(4).since, instant(3));
    record.add(refused(5));
    assert.deepEqual(record.history.changes, [{ at: instant(5), status: 'unhealthy', error: 'refused' }]);
  });

  it('takes a service for unknown when its last sample is too old, from then on', () => {
    record.add(refused(2_000));
    assert.equal(record.at(5_999).status, 'unhealthy');
    const stale = record.at(6_000);
    assert.equal(stale.status, 'unknown');
    assert.equal(stale.since, instant(6_000));
    assert.equal(stale.checkedAt, instant(2_000));
    assert(!('error' in stale));
  });

  it('forgets what is older than the limits', () => {
    for (let at = 1; at <= 300; at += 1) record.add(at % 2 === 0 ? healthy(at * minute) : refused(at * minute));
    const { changes, samples } = record.history;
    assert.equal(changes.length, historyLimits.changes);
    assert.equal(samples.length, historyLimits.samples);
    assert.equal(samples.at(-1)?.at, instant(300 * minute));
    assert.equal(samples[0]?.at, instant((300 - historyLimits.samples + 1) * minute));
  });

  const statuses = (samples: readonly Sample[]): string[] =>
    samples.map((sample) => {
      record.add(sample);
      return record.at(sample.at).status;
    });

  describe('of a service that fails again and again', () => {
    it('counts a first recovery at once', () => {
      assert.deepEqual(statuses([healthy(0), refused(1_000), healthy(2_000)]), ['healthy', 'unhealthy', 'healthy']);
    });

    it('does not announce every other sample: each relapse doubles what it has to work for', () => {
      const alternating = Array.from({ length: 60 }, (_, index) =>
        index % 2 === 0 ? healthy(index * 1_000) : refused(index * 1_000),
      );
      statuses(alternating);
      assert.deepEqual(
        record.history.changes.map(({ status }) => status),
        ['unhealthy', 'healthy', 'unhealthy'],
      );
      const { status, error, latencyMs } = record.at(59_500);
      assert.deepEqual({ status, error, latencyMs }, { status: 'unhealthy', error: 'refused', latencyMs: null });
      assert.equal(record.lastSample?.status, 'unhealthy');
    });

    it('is healthy again once it has worked for long enough', () => {
      statuses([healthy(0), refused(1_000), healthy(2_000), refused(3_000)]);
      assert.deepEqual(statuses([healthy(4_000), healthy(5_000)]), ['unhealthy', 'healthy']);
      assert.equal(record.at(5_000).since, instant(5_000));
    });

    it('forgives after a quiet time', () => {
      statuses([healthy(0), refused(1_000), healthy(2_000), refused(3_000), healthy(4_000), healthy(5_000)]);
      assert.deepEqual(statuses([refused(minute), healthy(minute + 1)]), ['unhealthy', 'healthy']);
    });
  });
});
