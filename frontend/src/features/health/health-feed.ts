import { type ConnectionFailure, failureSentence } from '@zero-to-running/health/client/failure';
import {
  afterEvent,
  followHealth,
  type HealthEvent,
  type HealthState,
  nothingKnown,
} from '@zero-to-running/health/client/feed';

/** A way to the API's reports, until it is closed. */
export interface HealthConnection {
  /** Tries at once instead of when the next attempt is due. */
  readonly retry: () => void;
  readonly close: () => void;
}

export type OpenConnection = (onEvent: (event: HealthEvent) => void) => HealthConnection;

/** The API of the page's own origin may say in its own words why it has no report. */
function describeFailure(failure: ConnectionFailure): string {
  const { problem } = failure;
  return problem ? `${problem.title}: ${problem.detail}` : `${failureSentence(failure)}.`;
}

/** Connects to an API. */
export function connectTo(origin: string): OpenConnection {
  const source = { api: origin, frontend: `${origin}/`, token: undefined };
  return (onEvent) => {
    const start = () => {
      const controller = new AbortController();
      const { signal } = controller;
      void followHealth({ findSource: () => Promise.resolve(source), onEvent, describeFailure, signal });
      return controller;
    };
    let running = start();
    return {
      retry: () => {
        running.abort();
        running = start();
      },
      close: () => running.abort(),
    };
  };
}

/** A store of the system's health, for useSyncExternalStore. */
export interface HealthFeed {
  readonly getState: () => HealthState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Connects; what was known before stays, as old as it is. */
  readonly start: () => void;
  readonly stop: () => void;
  /** Tries at once instead of at `retryAt`. */
  readonly retry: () => void;
}

/** Keeps what is known of the system's health up to date while it runs, and remembers the past. */
export function createHealthFeed(open: OpenConnection): HealthFeed {
  let state = nothingKnown;
  let connection: HealthConnection | null = null;
  const listeners = new Set<() => void>();
  const set = (next: HealthState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      if (connection) return;
      set({ ...state, link: 'connecting', failure: null, retryAt: null });
      connection = open((event) => set(afterEvent(state, event, Date.now())));
    },
    stop: () => {
      connection?.close();
      connection = null;
      set({ ...state, link: 'paused', failure: null, retryAt: null });
    },
    retry: () => {
      set({ ...state, retryAt: null });
      connection?.retry();
    },
  };
}
