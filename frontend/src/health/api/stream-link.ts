import { healthHeartbeatMs, healthStaleAfterMs } from '@zero-to-running/contract/health-stream';
import { backoffMs } from '../../http/backoff.ts';
import type { OpenStream } from './open-health-stream.ts';

/** Milliseconds for the first report, which a stream sends at once. */
const firstReportMs = healthHeartbeatMs;

const reconnect = { baseMs: 1_000, capMs: 30_000 };

export interface StreamLink {
  /** Connects now, if it is not connected. */
  readonly start: () => void;
  readonly stop: () => void;
}

/**
 * Keeps a stream open: one that breaks or falls silent is opened again, with back-off.
 * @param accept takes an event's data and says whether it is a report
 * @param onDown is called each time an attempt or a connection ends
 */
export function createStreamLink(open: OpenStream, accept: (raw: unknown) => boolean, onDown: () => void): StreamLink {
  let close: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const fail = () => {
    close?.();
    close = null;
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(connect, backoffMs(failures, reconnect));
    onDown();
  };
  const expectReport = (withinMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(fail, withinMs);
  };
  const onReport = (raw: unknown) => {
    if (!accept(raw)) {
      fail();
      return;
    }
    failures = 0;
    expectReport(healthStaleAfterMs);
  };
  const connect = () => {
    expectReport(firstReportMs);
    close = open({ onReport, onDown: fail });
  };
  return {
    start: () => {
      if (close) return;
      failures = 0;
      connect();
    },
    stop: () => {
      clearTimeout(timer);
      close?.();
      close = null;
    },
  };
}
