import assert from 'node:assert/strict';
import { healthStaleAfterMs } from '../contract/protocol.ts';
import { noon, report } from '../contract/test-support/reports.ts';
import { freshnessOf, reportAge, clockOffset, compareClocks, noComparison } from './freshness.ts';

describe('freshness', () => {
  const tooOld = noon + healthStaleAfterMs + 1;

  it('lasts until the report is too old, whatever way it came', () => {
    assert.equal(freshnessOf(report(), 'live', noon + healthStaleAfterMs), 'fresh');
    assert.equal(freshnessOf(report(), 'live', tooOld), 'stale');
    assert.equal(freshnessOf(report(), 'polling', tooOld), 'stale');
  });

  it('ends with the connection, however new the report is', () => {
    assert.equal(freshnessOf(report(), 'lost', noon), 'lost');
    assert.equal(freshnessOf(report(), 'paused', noon), 'paused');
    assert.equal(freshnessOf(null, 'lost', noon), 'lost');
  });

  it('is waited for on the first connection and on coming back', () => {
    assert.equal(freshnessOf(null, 'connecting', noon), 'waiting');
    assert.equal(freshnessOf(report(), 'connecting', tooOld), 'waiting');
  });

  it('takes a report from the future for new', () => assert.equal(reportAge(report(), noon - 5_000), 0));
});

const at = (ms: number) => new Date(ms).toISOString();

const base = Date.parse('2026-11-23T12:00:00.000Z');

describe('difference between the clocks', () => {
  it('is nothing before the first report', () => assert.equal(clockOffset(noComparison), 0));

  it('is the smallest difference seen, since travelling adds to it', () => {
    let known = noComparison;
    for (const [made, travelled] of [
      [0, 80],
      [2_000, 15],
      [4_000, 300],
    ] as const) {
      known = compareClocks(known, at(base + made), base + made + travelled);
    }
    assert.equal(clockOffset(known), 15);
  });

  it('is negative when the clock here is behind', () => {
    assert.equal(clockOffset(compareClocks(noComparison, at(base + 60_000), base)), -60_000);
  });

  it('does not take a source that repeats itself for a clock that falls behind', () => {
    let known = compareClocks(noComparison, at(base), base + 10);
    for (let second = 1; second < 60; second += 1) known = compareClocks(known, at(base), base + second * 1_000);
    assert.equal(clockOffset(known), 10);
  });

  it('forgives a clock that was set', () => {
    const hour = 3_600_000;
    let known = compareClocks(noComparison, at(base), base + 10);
    for (let count = 1; count <= 10; count += 1) {
      known = compareClocks(known, at(base + count * 2_000), base + hour + count * 2_000);
    }
    assert.equal(clockOffset(known), hour);
  });
});
