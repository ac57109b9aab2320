import assert from 'node:assert/strict';
import { backOff } from './retry.ts';

describe('backOff', () => {
  it('doubles from 50 ms to 1 s, of which a random half', () => {
    for (const [attempt, ceiling] of [50, 100, 200, 400, 800, 1_000, 1_000].entries()) {
      for (let sample = 0; sample < 100; sample += 1) {
        const ms = backOff(attempt);
        assert(ms >= ceiling / 2 && ms <= ceiling, `attempt ${attempt}: ${ms} ms`);
      }
    }
    assert(backOff(2_000) <= 1_000);
  });

  it('is not the same for everyone', () => {
    assert(new Set(Array.from({ length: 20 }, () => backOff(3))).size > 1);
  });
});
