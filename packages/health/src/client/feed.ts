import type { HealthHistory } from '../contract/history.ts';
import { healthStaleAfterMs } from '../contract/protocol.ts';
import type { HealthAnswer, ServiceHealth } from '../contract/report.ts';
import { type DetailLevel, type ReadAnswer, readHistory } from './answer.ts';
import { connect } from './connection.ts';
import { type DisplayedHealth, displayHealth } from './displayed-health.ts';
import { type ConnectionFailure, failureOf } from './failure.ts';
import {
  type ClockComparison,
  clockOffset,
  compareClocks,
  type Freshness,
  freshnessOf,
  type HealthLink,
  noComparison,
} from './freshness.ts';
import { byClockBehind, probeFrontend, withFrontend } from './frontend.ts';
import { appendReport, emptyHistory, mergeHistory } from './history.ts';
import type { FindSource } from './request.ts';

/** What is known of a system's health, and how; replaced, never changed. */
export interface HealthState {
  readonly link: HealthLink;
  readonly answer: HealthAnswer | null;
  readonly detail: DetailLevel;
  /** What of the answer could not be read, as a sentence without its full stop. */
  readonly misfit: string | null;
  readonly history: HealthHistory;
  /** The frontend as it is seen from here, by this machine's clock; null where it is not asked. */
  readonly frontend: ServiceHealth | null;
  /** How this machine's clock and the API's compare. */
  readonly clocks: ClockComparison;
  /** Why the link is lost. */
  readonly failure: string | null;
  /** When the next attempt is due: milliseconds since the epoch, by this machine's clock. */
  readonly retryAt: number | null;
}

export const nothingKnown: HealthState = {
  link: 'connecting',
  answer: null,
  detail: 'full',
  misfit: null,
  history: emptyHistory,
  frontend: null,
  clocks: noComparison,
  failure: null,
  retryAt: null,
};

/** Something new about a system's health; plain data, which can be passed on to another window. */
export type HealthEvent =
  | { readonly type: 'answer'; readonly read: ReadAnswer; readonly link: 'live' | 'polling' }
  /** `retryAt` in milliseconds since the epoch. */
  | { readonly type: 'lost'; readonly failure: string; readonly retryAt: number }
  | { readonly type: 'frontend'; readonly frontend: ServiceHealth }
  | { readonly type: 'history'; readonly history: HealthHistory };

/**
 * What is known after an event.
 * @param now milliseconds since the epoch, by this machine's clock
 */
export function afterEvent(known: HealthState, event: HealthEvent, now: number): HealthState {
  switch (event.type) {
    case 'answer': {
      const { answer, detail, misfit } = event.read;
      const clocks = compareClocks(known.clocks, answer.timestamp, now);
      const history = detail === 'full' ? appendReport(known.history, answer) : known.history;
      const settled = { failure: null, retryAt: null };
      return { ...known, link: event.link, answer, detail, misfit: misfit ?? null, history, clocks, ...settled };
    }
    case 'lost':
      return { ...known, link: 'lost', failure: event.failure, retryAt: event.retryAt };
    case 'frontend': {
      const frontend = byClockBehind(event.frontend, clockOffset(known.clocks));
      return {
        ...known,
        frontend: event.frontend,
        history: appendReport(known.history, { services: { frontend }, timestamp: frontend.since }),
      };
    }
    default:
      return { ...known, history: mergeHistory(known.history, event.history) };
  }
}

/**
 * This moment by the API's clock, in milliseconds since the epoch.
 * @param now by this machine's
 */
export function nowOfApi({ clocks, answer }: Pick<HealthState, 'clocks' | 'answer'>, now: number): number {
  // A report may be newer than what was taken for now.
  return Math.max(now - clockOffset(clocks), answer ? Date.parse(answer.timestamp) : 0);
}

/** Milliseconds between two looks at the frontend. */
const frontendIntervalMs = 2_000;

/** What may be shown of a state at one moment. */
export interface ShownHealth {
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  readonly freshness: Freshness;
  /** The last answer, with the frontend among its services where that is asked. */
  readonly answer: HealthAnswer | null;
  /** Services that are known although the answer is not fresh. */
  readonly probed: ReadonlySet<string>;
  readonly displayed: DisplayedHealth | null;
}

/**
 * What may be shown of a state.
 * @param machineNow milliseconds since the epoch, by this machine's clock
 */
export function shownHealth(state: HealthState, machineNow: number): ShownHealth {
  const { answer: reported, frontend, clocks, link } = state;
  const now = nowOfApi(state, machineNow);
  const freshness = freshnessOf(reported, link, now);
  const isAdded = reported && frontend && !Object.hasOwn(reported.services, 'frontend');
  const answer = isAdded ? withFrontend(reported, byClockBehind(frontend, clockOffset(clocks))) : reported;
  const isProbed =
    isAdded && link !== 'paused' && machineNow - Date.parse(frontend.checkedAt ?? '') <= healthStaleAfterMs;
  const probed = new Set(isProbed ? ['frontend'] : []);
  return { now, freshness, answer, probed, displayed: answer && displayHealth(answer, freshness === 'fresh', probed) };
}

/** Milliseconds between two attempts to get the history, without which a display is poorer but not wrong. */
const historyRetryMs = 10_000;

interface HistoryLoaderOptions {
  readonly findSource: FindSource;
  readonly onHistory: (history: HealthHistory) => void;
  /** One line for the log. */
  readonly onOutcome?: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Fetches what the API remembers, once each time it is wanted. */
export class HistoryLoader {
  readonly #options: HistoryLoaderOptions;
  #isWanted = true;
  #isLoading = false;
  #notBefore = 0;

  constructor(options: HistoryLoaderOptions) {
    this.#options = options;
  }

  /** Asks for the history with the next answer: an API that is back may be another. */
  want(): void {
    this.#isWanted = true;
    this.#notBefore = 0;
  }

  /** Fetches the history, if it is wanted, can be had, and was not asked for just now. */
  onAnswer({ detail }: Pick<ReadAnswer, 'detail'>): void {
    if (detail === 'redacted' || !this.#isWanted || this.#isLoading || Date.now() < this.#notBefore) return;
    this.#isWanted = false;
    this.#isLoading = true;
    void this.#load();
  }

  async #load(): Promise<void> {
    const { findSource, onHistory, onOutcome, signal } = this.#options;
    try {
      const history = await readHistory(await findSource(), signal);
      onOutcome?.(`history: of ${Object.keys(history.services).length} services`);
      if (!signal.aborted) onHistory(history);
    } catch (error) {
      const { kind, message } = failureOf(error);
      if (!signal.aborted) onOutcome?.(`history: ${message}`);
      this.#isWanted = kind !== 'token-needed' && kind !== 'token-refused';
      this.#notBefore = Date.now() + historyRetryMs;
    } finally {
      this.#isLoading = false;
    }
  }
}

interface FollowOptions {
  readonly findSource: FindSource;
  readonly onEvent: (event: HealthEvent) => void;
  /** Says why there is no report, as a sentence or the end of one. */
  readonly describeFailure: (failure: ConnectionFailure) => string;
  /** The longest wait between two attempts in milliseconds. */
  readonly retryCapMs?: number;
  /** Whether the past is asked for as well. */
  readonly withHistory?: boolean;
  readonly signal: AbortSignal;
}

/** Tells of a system's health, and of its past, until the signal is aborted; never throws. */
export async function followHealth(options: FollowOptions): Promise<void> {
  const { findSource, describeFailure, retryCapMs = 10_000, withHistory = true, signal } = options;
  const tell = (event: HealthEvent) => {
    if (!signal.aborted) options.onEvent(event);
  };
  const past = new HistoryLoader({ findSource, onHistory: (history) => tell({ type: 'history', history }), signal });
  const reports = connect({
    findSource,
    retryCapMs,
    signal,
    listener: {
      onAnswer: (read, link) => {
        tell({ type: 'answer', read, link });
        if (withHistory) past.onAnswer(read);
      },
      onFailure: (failure, retryInMs) => {
        past.want();
        tell({ type: 'lost', failure: describeFailure(failure), retryAt: Date.now() + retryInMs });
      },
      onQuestion: () => undefined,
      onOutcome: () => undefined,
    },
  });
  const frontend = probeFrontend({
    findSource,
    intervalMs: frontendIntervalMs,
    isWanted: () => true,
    memory: { seen: undefined },
    listener: {
      onHealth: ({ health }) => health && tell({ type: 'frontend', frontend: health }),
      onOutcome: () => undefined,
    },
    signal,
  });
  await Promise.all([reports, frontend]);
}
