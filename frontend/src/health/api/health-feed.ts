import type { HealthAnswer } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import type { HealthHistory } from '@zero-to-running/contract/health-history';
import { clockOffset, compareClocks, noComparison } from '../model/clock-offset.ts';
import type { HealthLink } from '../model/freshness.ts';
import { appendReport, emptyHistory, mergeHistory } from '@zero-to-running/contract/extend-history';
import { readAnswer, type DetailLevel } from '../model/read-answer.ts';
import { createHistoryLoader } from './history-loader.ts';
import type { OpenStream } from './open-health-stream.ts';
import { createPollLink } from './poll-link.ts';
import { createStreamLink } from './stream-link.ts';

/** What is known of the system's health, and how. */
export interface HealthFeedState {
  readonly link: HealthLink;
  readonly answer: HealthAnswer | null;
  readonly detail: DetailLevel;
  readonly history: HealthHistory;
  /** Milliseconds by which this machine's clock is ahead of the API's. */
  readonly clockOffsetMs: number;
  /** Why the link is lost. */
  readonly failure: unknown;
  /** When the next attempt is due: milliseconds since the epoch, by this machine's clock. */
  readonly retryAt: number | null;
}

export interface HealthSource {
  readonly openStream: OpenStream;
  readonly fetchReport: (signal: AbortSignal) => Promise<unknown>;
  readonly fetchHistory: (signal: AbortSignal) => Promise<HealthHistory>;
}

/** A store of the system's health, for useSyncExternalStore. */
export interface HealthFeed {
  readonly getState: () => HealthFeedState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Connects; what was known before stays, as old as it is. */
  readonly start: () => void;
  readonly stop: () => void;
  /** Tries at once instead of at `retryAt`. */
  readonly retry: () => void;
}

const initialState: HealthFeedState = {
  link: 'connecting',
  answer: null,
  detail: 'full',
  history: emptyHistory,
  clockOffsetMs: 0,
  failure: null,
  retryAt: null,
};

/** Keeps the report up to date from the stream, by polling while there is none, and remembers the past. */
export function createHealthFeed(source: HealthSource): HealthFeed {
  let state = initialState;
  let clocks = noComparison;
  const listeners = new Set<() => void>();
  const set = (change: Partial<HealthFeedState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const past = createHistoryLoader(source.fetchHistory, (fetched) => {
    set({ history: mergeHistory(state.history, fetched) });
  });
  const publish = (raw: unknown, link: HealthLink) => {
    const { answer, detail } = readAnswer(raw);
    clocks = compareClocks(clocks, answer.timestamp, Date.now());
    const history = isHealthReport(answer) ? appendReport(state.history, answer) : state.history;
    set({ link, answer, detail, history, clockOffsetMs: clockOffset(clocks), failure: null, retryAt: null });
    if (detail !== 'redacted') past.load();
  };
  const acceptFromStream = (raw: unknown): boolean => {
    try {
      publish(raw, 'live');
    } catch {
      return false;
    }
    poll.stop();
    return true;
  };
  const poll = createPollLink(source.fetchReport, {
    onReport: (raw) => {
      const wasLost = state.link === 'lost';
      publish(raw, 'polling');
      if (wasLost) stream.start();
    },
    onFailure: (failure, retryInMs) => {
      past.want();
      set({ link: 'lost', failure, retryAt: Date.now() + retryInMs });
    },
  });
  const stream = createStreamLink(source.openStream, acceptFromStream, poll.start);

  const stop = () => {
    stream.stop();
    poll.stop();
    past.stop();
  };
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      set({ link: 'connecting', failure: null, retryAt: null });
      past.want();
      stream.start();
    },
    stop: () => {
      stop();
      set({ link: 'paused', failure: null, retryAt: null });
    },
    retry: () => {
      stop();
      set({ retryAt: null });
      stream.start();
      poll.start();
    },
  };
}
