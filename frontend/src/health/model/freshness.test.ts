import assert from 'node:assert/strict';
import { healthStaleAfterMs } from '@zero-to-running/contract/health-stream';
import { noon, report } from '@zero-to-running/contract/test-support/reports';
import { freshnessOf, reportAge } from './freshness.ts';

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
