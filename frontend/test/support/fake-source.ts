import { setImmediate } from 'node:timers/promises';
import type { HealthHistory } from '@zero-to-running/contract/health-history';
import type { HealthSource } from '../../src/health/api/health-feed.ts';
import type { StreamListener } from '../../src/health/api/open-health-stream.ts';

/** A source of reports that a test pulls the strings of. */
export class FakeSource implements HealthSource {
  /** The streams that are open, oldest first. */
  readonly streams: StreamListener[] = [];
  /** How many streams were opened in all. */
  opened = 0;
  polls = 0;
  histories = 0;
  /** What polling answers; an error is thrown. */
  polled: unknown = new Error('nothing there');
  history: HealthHistory | Error = { services: {} };

  readonly openStream = (listener: StreamListener): (() => void) => {
    this.opened += 1;
    this.streams.push(listener);
    return () => {
      const index = this.streams.indexOf(listener);
      if (index !== -1) this.streams.splice(index, 1);
    };
  };

  readonly fetchReport = async (): Promise<unknown> => {
    this.polls += 1;
    if (this.polled instanceof Error) throw this.polled;
    return this.polled;
  };

  readonly fetchHistory = async (): Promise<HealthHistory> => {
    this.histories += 1;
    if (this.history instanceof Error) throw this.history;
    return this.history;
  };

  /** Sends an event on the open stream. */
  send(raw: unknown): void {
    this.streams.at(-1)?.onReport(raw);
  }

  /** Breaks the open stream, as EventSource reports it. */
  drop(): void {
    this.streams.pop()?.onDown();
  }
}

/** Lets promises that are settled already go on. */
export async function settle(): Promise<void> {
  await setImmediate();
}
