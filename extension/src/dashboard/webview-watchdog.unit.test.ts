import assert from 'node:assert/strict';
import { WebviewWatchdog } from './webview-watchdog.ts';

describe('the patience with the page of the dashboard', () => {
  it('has it made anew twice, waiting longer, and gives up then', () => {
    const patience = new WebviewWatchdog();
    const waits: number[] = [];
    const isMadeAnew: boolean[] = [];
    for (let page = 0; page < 3; page += 1) {
      waits.push(patience.waitMs);
      isMadeAnew.push(patience.missed());
    }
    assert.deepEqual(isMadeAnew, [true, true, false]);
    assert.ok(waits[0] !== undefined && waits[1] !== undefined && waits[1] > waits[0]);
    assert.equal(patience.waitMs, waits[0]);
    assert.ok(patience.missed());
  });

  it('forgets what was missed when a page listens', () => {
    const patience = new WebviewWatchdog();
    const first = patience.waitMs;
    patience.missed();
    patience.missed();
    patience.met();
    assert.equal(patience.waitMs, first);
    assert.ok(patience.missed());
  });
});
