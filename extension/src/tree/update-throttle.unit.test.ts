import assert from 'node:assert/strict';
import { UpdateThrottle, type ShownRows } from './update-throttle.ts';

const rows = (state: string, ...latencies: number[]): ShownRows => ({ state, age: '', latencies });

describe('the pace of updates', () => {
  it('draws a change of state at once, and figures after a while', () => {
    const pace = new UpdateThrottle();
    assert.equal(pace.next(rows('healthy'), 1_000), 'rows');
    assert.equal(pace.next(rows('healthy'), 1_500), 2_500);
    assert.equal(pace.next(rows('unhealthy'), 1_600), 'rows');
    assert.equal(pace.next(rows('unhealthy'), 4_600), 'figures');
    assert.equal(pace.next(rows('unhealthy'), 4_700), 2_900);
  });

  it('leaves a row and its buttons as they are while its latency is about the same, for half a minute', () => {
    const pace = new UpdateThrottle();
    pace.next(rows('healthy', 1, 80), 0);
    for (let now = 3_000; now < 30_000; now += 3_000) {
      assert.equal(pace.next(rows('healthy', now / 3_000, 80 + now / 1_000), now), 'figures');
    }
    assert.equal(pace.next(rows('healthy', 2, 90), 30_000), 'rows');
    assert.equal(pace.next(rows('healthy', 2, 90), 33_000), 'figures');
  });

  for (const [what, latency] of [
    ['doubles', 160],
    ['halves', 40],
  ] as const) {
    it(`draws a row whose latency ${what} with the next figures`, () => {
      const pace = new UpdateThrottle();
      pace.next(rows('healthy', 1, 80), 0);
      assert.equal(pace.next(rows('healthy', 1, latency), 1_000), 2_000);
      assert.equal(pace.next(rows('healthy', 1, latency), 3_000), 'rows');
      assert.equal(pace.next(rows('healthy', 1, latency), 6_000), 'figures');
    });
  }

  it('keeps the age up to date of what is not fresh', () => {
    const pace = new UpdateThrottle();
    pace.next({ ...rows('lost'), age: '3 s' }, 0);
    assert.equal(pace.next({ ...rows('lost'), age: '6 s' }, 3_000), 'rows');
  });

  it('leaves time to read a tooltip, but for a change of state', () => {
    const pace = new UpdateThrottle();
    pace.next(rows('healthy'), 0);
    pace.somebodyReads(2_000);
    assert.equal(pace.next(rows('healthy'), 3_000), 9_000);
    assert.equal(pace.next(rows('unhealthy'), 3_000), 'rows');
  });

  it('draws all anew when nothing is drawn any more', () => {
    const pace = new UpdateThrottle();
    pace.next(rows('healthy'), 0);
    pace.forget();
    assert.equal(pace.next(rows('healthy'), 1), 'rows');
  });
});
