import { setTimeout as sleep } from 'node:timers/promises';
import { appendReport, mergeHistory } from '@zero-to-running/contract/extend-history';
import type { HealthReport } from '@zero-to-running/contract/health';
import type { HealthHistory } from '@zero-to-running/contract/health-history';
import { healthHeartbeatMs, healthStaleAfterMs } from '@zero-to-running/contract/health-stream';
import { connect } from '../connection/connection.ts';
import { isNotRunning, type ConnectionFailure } from '../connection/failure.ts';
import { failureOf } from '../connection/failure-of.ts';
import { limits } from '../connection/limits.ts';
import type { Link } from '../connection/link.ts';
import { probeFrontend, type FrontendMemory, type SeenFrontend } from '../connection/probe-frontend.ts';
import type { ReadAnswer } from '../connection/read-answer.ts';
import { readHistory } from '../connection/read-history.ts';
import type { FindSource } from '../connection/source.ts';
import type { EnvironmentSnapshot } from './environment-snapshot.ts';
import type { Demand } from './environment-store.ts';

/** The longest wait between two attempts to reach an API, in milliseconds. */
const retryCapMs: Record<Demand, number> = { view: 10_000, glance: 60_000 };

/** Milliseconds between two looks at the frontend. */
const frontendIntervalMs: Record<Demand, number> = { view: 1_000, glance: 5_000 };

/** Milliseconds between two attempts to get the history, without which a display is poorer but not wrong. */
const historyRetryMs = 10_000;

const noHistory: HealthHistory = { services: {} };

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
function keepOnly(report: HealthReport, { services }: HealthHistory): HealthHistory {
  const isKept = (name: string) => name in report.services || name === 'frontend';
  return { services: Object.fromEntries(Object.entries(services).filter(([name]) => isKept(name))) };
}

/**
 * What an answer changes in what is known.
 * @param now milliseconds since the epoch
 */
export function afterAnswer(
  known: EnvironmentSnapshot,
  { answer, report, detail, leftOut }: ReadAnswer,
  link: Link,
  now: number,
): Partial<EnvironmentSnapshot> {
  // A source that repeats itself has stopped: it must not look alive.
  const repeats = answer.timestamp === known.answer?.timestamp;
  const receivedAt = (repeats ? known.receivedAt : undefined) ?? now;
  const fresh = now - receivedAt < healthStaleAfterMs;
  const history = report ? keepOnly(report, appendReport(known.history, report)) : known.history;
  const settled = { answerDueBy: undefined, failure: undefined, retryAt: undefined };
  return { link, answer, report, detail, leftOut, history, receivedAt, fresh, ...settled };
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
function feedReports(target: FeedTarget, demand: Demand): Promise<void> {
  const { findSource, explainFailure, snapshot, update, log, signal } = target;
  return connect({
    findSource,
    retryCapMs: retryCapMs[demand],
    signal,
    listener: {
      onAnswer: (read, link, asked) => update({ ...afterAnswer(snapshot(), read, link, Date.now()), ...asked }),
      onQuestion: (withinMs) => {
        const answerDueBy = dueBy(snapshot(), withinMs, Date.now());
        if (answerDueBy !== undefined) update({ answerDueBy });
      },
      onFailure: (found, retryInMs) => {
        const failure = explainFailure(found);
        // What is known to have been stopped is not stale: there is nothing to know of it.
        const nothing = { answer: undefined, report: undefined, frontend: undefined, guess: undefined };
        const forgotten = isNotRunning(failure)
          ? { ...nothing, ...(isForeign(failure) && { history: noHistory }) }
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

/** Adds what the API remembers to the history. */
async function feedPast({ findSource, snapshot, update, log, signal }: FeedTarget): Promise<void> {
  while (!signal.aborted) {
    try {
      const fetched = await readHistory(await findSource(), signal);
      log(`history: of ${Object.keys(fetched.services).length} services`);
      if (!isForeign(snapshot().failure)) {
        update({ history: mergeHistory(snapshot().history, fetched) });
        return;
      }
      await sleep(historyRetryMs, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      log(`history: ${failureOf(error).message}`);
      await sleep(historyRetryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

function withoutFrontend({ services }: HealthHistory): HealthHistory {
  return { services: Object.fromEntries(Object.entries(services).filter(([name]) => name !== 'frontend')) };
}

/** Adds the frontend, of which the API knows nothing. Runs until the signal is aborted. */
async function feedFrontend(target: FeedTarget, demand: Demand): Promise<void> {
  const { findSource, frontendMemory, isAttended, snapshot, update, log, signal } = target;
  const onHealth = ({ health: frontend, problem, isAnother }: SeenFrontend) => {
    const { history, failure } = snapshot();
    if (isForeign(failure)) return;
    const own = isAnother ? withoutFrontend(history) : history;
    update({
      frontend,
      frontendProblem: problem,
      history: frontend ? appendReport(own, { services: { frontend } }) : own,
    });
  };
  await probeFrontend({
    findSource,
    intervalMs: frontendIntervalMs[demand],
    // The status bar of a window at which nobody is asks nobody.
    isWanted: () => demand === 'view' || isAttended(),
    memory: frontendMemory,
    listener: { onHealth, onOutcome: log },
    signal,
  });
}

/** Keeps up to date what is shown to who looks so closely, until the signal is aborted. */
export async function feed(target: FeedTarget, demand: Demand): Promise<void> {
  await Promise.all([feedReports(target, demand), feedFrontend(target, demand), demand === 'view' && feedPast(target)]);
}
