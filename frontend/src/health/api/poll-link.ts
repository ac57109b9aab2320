import { healthHeartbeatMs } from '@zero-to-running/contract/health-stream';
import { backoffMs } from '../../http/backoff.ts';

const retry = { baseMs: 1_000, capMs: 10_000 };

export interface PollListener {
  /** @throws when the report is not understood, which counts as a failure */
  readonly onReport: (raw: unknown) => void;
  /** @param retryInMs milliseconds until the next attempt */
  readonly onFailure: (error: unknown, retryInMs: number) => void;
}

export interface PollLink {
  /** Asks now and goes on asking; does nothing while it does so already. */
  readonly start: () => void;
  readonly stop: () => void;
}

/** Asks for the report at a heartbeat's pace while there are answers, and with back-off while there are none. */
export function createPollLink(
  fetchReport: (signal: AbortSignal) => Promise<unknown>,
  { onReport, onFailure }: PollListener,
): PollLink {
  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async ({ signal }: AbortController, failures: number): Promise<void> => {
    let failed = 0;
    let waitMs = healthHeartbeatMs;
    try {
      const raw = await fetchReport(signal);
      if (signal.aborted) return;
      onReport(raw);
    } catch (error) {
      if (signal.aborted) return;
      failed = failures + 1;
      waitMs = backoffMs(failed, retry);
      onFailure(error, waitMs);
    }
    // A listener may have stopped it, or stopped and started it again.
    if (signal.aborted || !running) return;
    const controller = running;
    timer = setTimeout(() => void ask(controller, failed), waitMs);
  };
  return {
    start: () => {
      if (running) return;
      running = new AbortController();
      void ask(running, 0);
    },
    stop: () => {
      clearTimeout(timer);
      running?.abort();
      running = null;
    },
  };
}
