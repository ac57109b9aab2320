import type { HealthAnswer, ServiceHealth } from '@zero-to-running/health/contract/report';
import type { HealthHistory } from '@zero-to-running/health/contract/history';
import { nothingLeftOut, type DetailLevel, type LeftOut } from '@zero-to-running/health/client/answer';
import type { ConnectionFailure } from '@zero-to-running/health/client/failure';
import { noComparison, type ClockComparison, type HealthLink } from '@zero-to-running/health/client/freshness';
import type { Disposable, Event } from '../common/disposable.ts';

/** All that is known of one environment at one moment; replaced, never changed. */
export interface EnvironmentSnapshot {
  readonly link: HealthLink;
  /** The last answer, however old: only while `fresh` may it be shown as true. */
  readonly answer: HealthAnswer | undefined;
  readonly detail: DetailLevel;
  /** What of the last answer could not be read, as a sentence without its full stop. */
  readonly misfit: string | undefined;
  /** Whether the last answer was asked for with a token. */
  readonly hasToken: boolean;
  /** Milliseconds that the API took for the last answer; undefined for one that came by the stream. */
  readonly tookMs: number | undefined;
  /** What the last answer named beyond what can be shown. */
  readonly leftOut: LeftOut;
  /** How this machine's clock and the API's compare. */
  readonly clocks: ClockComparison;
  /** When the last answer that was newer than the one before it came: milliseconds since the epoch, this machine's clock. */
  readonly receivedAt: number | undefined;
  /** Whether the source has spoken lately. What is not fresh is unknown, whatever it was. */
  readonly fresh: boolean;
  /** Until when the question that is under way may be answered, and what was fresh when it was asked is so: as above. */
  readonly answerDueBy: number | undefined;
  /** Where the source is, if nothing says that it is this environment's: it may be another's. */
  readonly guess: string | undefined;
  /** Why there is no link. */
  readonly failure: ConnectionFailure | undefined;
  /** When the next attempt is due: milliseconds since the epoch. */
  readonly retryAt: number | undefined;
  /** The frontend, which the API knows nothing of, as probed from here; undefined where it is not probed. */
  readonly frontend: ServiceHealth | undefined;
  /** Why the frontend cannot be asked. */
  readonly frontendProblem: ConnectionFailure | undefined;
  readonly history: HealthHistory;
}

export const emptySnapshot: EnvironmentSnapshot = {
  link: 'paused',
  answer: undefined,
  detail: 'full',
  misfit: undefined,
  hasToken: false,
  tookMs: undefined,
  leftOut: nothingLeftOut,
  clocks: noComparison,
  receivedAt: undefined,
  fresh: false,
  answerDueBy: undefined,
  guess: undefined,
  failure: undefined,
  retryAt: undefined,
  frontend: undefined,
  frontendProblem: undefined,
  history: { services: {} },
};

/**
 * How closely somebody watches. `foreground`: a tree or a dashboard, which wants the history as well. `background`: the status bar,
 * which makes do with the stream, and with a look at the frontend now and then.
 */
export type WatchLevel = 'foreground' | 'background';

/** The one state of an environment, which every display renders and none changes. */
export interface EnvironmentStore extends Disposable {
  readonly snapshot: EnvironmentSnapshot;
  readonly onDidChange: Event<EnvironmentSnapshot>;
  /** Says that somebody looks, until it is disposed. While nobody does, nothing is asked. */
  watch(level?: WatchLevel): Disposable;
  /** Tries at once instead of at `retryAt`, and asks for what is older than it could be. */
  refresh(): void;
}
