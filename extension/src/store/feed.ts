import { connect } from '@zero-to-running/health/client/connection';
import type { ReadAnswer } from '@zero-to-running/health/client/answer';
import { isNotRunning, type ConnectionFailure } from '@zero-to-running/health/client/failure';
import { HistoryLoader } from '@zero-to-running/health/client/feed';
import { compareClocks, noComparison, type HealthLink } from '@zero-to-running/health/client/freshness';
import { appendReport, emptyHistory, mergeHistory } from '@zero-to-running/health/client/history';
import { limits, type FindSource } from '@zero-to-running/health/client/request';
import type { HealthHistory } from '@zero-to-running/health/contract/history';
import { healthHeartbeatMs, healthStaleAfterMs } from '@zero-to-running/health/contract/protocol';
import type { HealthAnswer } from '@zero-to-running/health/contract/report';
import type { WatchLevel, EnvironmentSnapshot } from './environment-store.ts';
import { probeFrontend, type FrontendMemory, type SeenFrontend } from '@zero-to-running/health/client/frontend';

/** The longest wait between two attempts to reach an API, in milliseconds. */
const retryCapMs: Record<WatchLevel, number> = { foreground: 10_000, background: 60_000 };

/** Milliseconds between two looks at the frontend. */
const frontendIntervalMs: Record<WatchLevel, number> = { foreground: 1_000, background: 5_000 };

/** What another stack remembers, and its frontend, are nothing of this one. */
const isForeign = (failure: ConnectionFailure | undefined) => failure?.kind === 'foreign';

/** What a feed reads and writes of a store. */
export interface FeedTarget {
  readonly findSource: FindSource;
  readonly explainFailure: (failure: ConnectionFailure) => ConnectionFailure;
  readonly snapshot: () => EnvironmentSnapshot;
  readonly update: (change: Partial<EnvironmentSnapshot>) => void;
  readonly log: (line: string) => void;
  /** Kept from one feed to the next. */
  readonly frontendMemory: FrontendMemory;
  /** Whether somebody is at the window. */
  readonly isAttended: () => boolean;
  readonly signal: AbortSignal;
}

/** Services that are gone are forgotten, so that no source can make the history grow; the frontend is never in a report. */
function keepOnly(report: HealthAnswer, { services }: HealthHistory): HealthHistory {
  const isKept = (name: string) => name in report.services || name === 'frontend';
  return { services: Object.fromEntries(Object.entries(services).filter(([name]) => isKept(name))) };
}

/**
 * What an answer changes in what is known.
 * @param now milliseconds since the epoch
 */
export function afterAnswer(
  known: EnvironmentSnapshot,
  { answer, detail, misfit, leftOut }: ReadAnswer,
  link: HealthLink,
  now: number,
): Partial<EnvironmentSnapshot> {
  // A source that repeats itself has stopped: it must not look alive.
  const repeats = answer.timestamp === known.answer?.timestamp;
  const receivedAt = (repeats ? known.receivedAt : undefined) ?? now;
  const clocks = compareClocks(known.clocks, answer.timestamp, now);
  const fresh = now - receivedAt < healthStaleAfterMs;
  const history = detail === 'full' ? keepOnly(answer, appendReport(known.history, answer)) : known.history;
  const settled = { answerDueBy: undefined, failure: undefined, retryAt: undefined };
  return { link, answer, detail, misfit, leftOut, history, clocks, receivedAt, fresh, ...settled };
}

/**
 * Until when an answer is waited for before what is known is stale; undefined where that is not longer than usual.
 * @param withinMs milliseconds that the question of now may take
 * @param now milliseconds since the epoch
 */
function dueBy({ fresh, receivedAt }: EnvironmentSnapshot, withinMs: number, now: number): number | undefined {
  if (!fresh || receivedAt === undefined) return undefined;
  const staleAt = receivedAt + healthStaleAfterMs;
  // However often one asks anew, a source that is silent is not waited for longer than this.
  const due = Math.min(now + withinMs, staleAt + healthHeartbeatMs + limits.answerMs);
  return due > staleAt ? due : undefined;
}

/** Keeps the report up to date until the signal is aborted. */
function feedReports(target: FeedTarget, level: WatchLevel): Promise<void> {
  const { findSource, explainFailure, snapshot, update, log, signal } = target;
  const past = new HistoryLoader({
    findSource,
    onHistory: (fetched) => {
      if (!isForeign(snapshot().failure)) update({ history: mergeHistory(snapshot().history, fetched) });
    },
    onOutcome: log,
    signal,
  });
  return connect({
    findSource,
    retryCapMs: retryCapMs[level],
    signal,
    listener: {
      onAnswer: (read, link, asked) => {
        update({ ...afterAnswer(snapshot(), read, link, Date.now()), ...asked });
        if (level === 'foreground') past.onAnswer(read);
      },
      onQuestion: (withinMs) => {
        const answerDueBy = dueBy(snapshot(), withinMs, Date.now());
        if (answerDueBy !== undefined) update({ answerDueBy });
      },
      onFailure: (found, retryInMs) => {
        past.want();
        const failure = explainFailure(found);
        // What is known to have been stopped is not stale: there is nothing to know of it.
        const nothing = { clocks: noComparison, answer: undefined, frontend: undefined, guess: undefined };
        const forgotten = isNotRunning(failure)
          ? { ...nothing, ...(isForeign(failure) && { history: emptyHistory }) }
          : {};
        update({
          link: 'lost',
          fresh: false,
          answerDueBy: undefined,
          failure,
          retryAt: Date.now() + retryInMs,
          ...forgotten,
        });
      },
      onOutcome: log,
    },
  });
}

function withoutFrontend({ services }: HealthHistory): HealthHistory {
  return { services: Object.fromEntries(Object.entries(services).filter(([name]) => name !== 'frontend')) };
}

/** Adds the frontend, of which the API knows nothing. Runs until the signal is aborted. */
async function feedFrontend(target: FeedTarget, level: WatchLevel): Promise<void> {
  const { findSource, frontendMemory, isAttended, snapshot, update, log, signal } = target;
  const onHealth = ({ health: frontend, problem, isAnother }: SeenFrontend) => {
    const { history, failure } = snapshot();
    if (isForeign(failure)) return;
    const own = isAnother ? withoutFrontend(history) : history;
    update({
      frontend,
      frontendProblem: problem,
      history: frontend ? appendReport(own, { services: { frontend }, timestamp: frontend.since }) : own,
    });
  };
  await probeFrontend({
    findSource,
    intervalMs: frontendIntervalMs[level],
    // The status bar of a window at which nobody is asks nobody.
    isWanted: () => level === 'foreground' || isAttended(),
    memory: frontendMemory,
    listener: { onHealth, onOutcome: log },
    signal,
  });
}

/** Keeps up to date what is shown to who looks so closely, until the signal is aborted. */
export async function feed(target: FeedTarget, level: WatchLevel): Promise<void> {
  await Promise.all([feedReports(target, level), feedFrontend(target, level)]);
}
