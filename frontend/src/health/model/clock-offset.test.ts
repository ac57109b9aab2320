import assert from 'node:assert/strict';
import { clockOffset, compareClocks, noComparison } from './clock-offset.ts';

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
    for (let report = 1; report <= 10; report += 1) {
      known = compareClocks(known, at(base + report * 2_000), base + hour + report * 2_000);
    }
    assert.equal(clockOffset(known), hour);
  });
});
