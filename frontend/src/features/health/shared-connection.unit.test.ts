import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { readAnswer } from '@zero-to-running/health/client/answer';
import type { HealthEvent } from '@zero-to-running/health/client/feed';
import { healthHeartbeatMs } from '@zero-to-running/health/contract/protocol';
import { report } from '@zero-to-running/health/contract/test-support/reports';
import { settle } from '../../../test/support/fake-source.ts';
import type { HealthConnection } from './health-feed.ts';
import { shareConnection } from './shared-connection.ts';

/** Milliseconds after which another window leads at the latest. */
const takenOverAfterMs = 30_000;

/** The least that a window waits, which is several heartbeats. */
const patienceMs = 15_000;

const answer: HealthEvent = { type: 'answer', read: readAnswer(report()), link: 'live' };

/** A window whose connection says only what it is told to. */
class Window {
  readonly heard: HealthEvent[] = [];
  opened = 0;
  #emit: ((event: HealthEvent) => void) | undefined;
  readonly #connection: HealthConnection;

  constructor() {
    const open = shareConnection((onEvent) => {
      this.opened += 1;
      this.#emit = onEvent;
      // A new connection gets the report at once.
      queueMicrotask(() => this.say());
      return { retry: () => {}, close: () => (this.#emit = undefined) };
    });
    this.#connection = open((event) => this.heard.push(event));
  }

  get leads(): boolean {
    return this.#emit !== undefined;
  }

  say(): void {
    this.#emit?.(answer);
  }

  close(): void {
    this.#connection.close();
  }
}

/** Waits, by no clock, for what the locks and the channel of windows bring about. */
async function until(what: string, holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !holds(); turn += 1) await settle();
  assert.ok(holds(), what);
}

/** Lets the clock run in steps, in each of which windows hear of each other. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    mock.timers.tick(Math.min(500, left));
    await settle();
  }
}

describe('a connection that windows share', () => {
  let windows: Window[];
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    windows = [];
  });
  afterEach(() => {
    for (const window of windows) window.close();
    mock.timers.reset();
  });

  const leaders = () => windows.filter(({ leads }) => leads);
  const opened = () => windows.reduce((sum, window) => sum + window.opened, 0);

  async function openWindows(count: number): Promise<Window> {
    const first = new Window();
    windows.push(first);
    await until('the first leads', () => first.leads);
    for (let more = 1; more < count; more += 1) windows.push(new Window());
    await until('all hear', () => windows.every(({ heard }) => heard.length > 0));
    assert.equal(opened(), 1);
    return first;
  }

  for (const count of [2, 7]) {
    it(`is taken over by one of the others when its window falls silent: ${count} windows`, async () => {
      const first = await openWindows(count);
      await pass(patienceMs - 500);
      assert.deepEqual(leaders(), [first]);
      await pass(takenOverAfterMs - patienceMs + 500);
      const [leader, ...others] = leaders();
      assert.ok(leader && leader !== first);
      assert.deepEqual(others, []);
      assert.equal(opened(), 2);
      for (const { heard } of windows) heard.length = 0;
      leader.say();
      // The one that was silent hears as well, when it runs again.
      await until('all hear', () => windows.every(({ heard }) => heard.length === 1));
    });
  }

  it('stays where it is while there are heartbeats', async () => {
    const first = await openWindows(3);
    for (let beat = 0; beat < 20; beat += 1) {
      await pass(healthHeartbeatMs);
      first.say();
    }
    assert.deepEqual(leaders(), [first]);
    assert.equal(opened(), 1);
  });
});
