import assert from 'node:assert/strict';
import { backOffMs } from './back-off.ts';

const backoff = { baseMs: 100, capMs: 1_000 };

describe('back-off', () => {
  it('doubles up to the cap', () => {
    const longest = [1, 2, 3, 4, 5, 50].map((failures) => backOffMs(failures, backoff, () => 1));
    assert.deepEqual(longest, [100, 200, 400, 800, 1_000, 1_000]);
  });

  it('takes at most half off at random', () => {
    assert.equal(
      backOffMs(3, backoff, () => 0),
      200,
    );
  });
});
