import assert from 'node:assert/strict';
import { UpdatePace } from './update-pace.ts';

describe('the pace of updates', () => {
  it('draws a change of state at once, and figures after a while', () => {
    const pace = new UpdatePace();
    assert.equal(pace.next('healthy', 1_000), 0);
    assert.equal(pace.next('healthy', 1_500), 2_500);
    assert.equal(pace.next('unhealthy', 1_600), 0);
    assert.equal(pace.next('unhealthy', 4_600), 0);
  });

  it('leaves time to read a tooltip, but for a change of state', () => {
    const pace = new UpdatePace();
    pace.next('healthy', 0);
    pace.somebodyReads(2_000);
    assert.equal(pace.next('healthy', 3_000), 9_000);
    assert.equal(pace.next('unhealthy', 3_000), 0);
  });

  it('draws all anew when nothing is drawn any more', () => {
    const pace = new UpdatePace();
    pace.next('healthy', 0);
    pace.forget();
    assert.equal(pace.next('healthy', 1), 0);
  });
});
