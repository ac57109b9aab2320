import { setImmediate as turn } from 'node:timers/promises';
import type { Probe } from './probe.ts';

/** The API itself: its latency is that of one turn of the event loop, which is what every request waits for. */
export const eventLoopProbe: Probe = {
  name: 'api',
  critical: true,
  async check() {
    await turn();
  },
  onChange() {},
  async close() {},
};
