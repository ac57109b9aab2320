import type { Disposable } from '../common/disposable.ts';
import type { Event } from '../common/emitter.ts';
import type { EnvironmentSnapshot } from './environment-snapshot.ts';

/**
 * How closely somebody looks. `view`: a tree or a dashboard, which wants the history as well. `glance`: the status bar,
 * which makes do with the stream, and with a look at the frontend now and then.
 */
export type Demand = 'view' | 'glance';

/** The one state of an environment, which every display renders and none changes. */
export interface EnvironmentStore extends Disposable {
  readonly snapshot: EnvironmentSnapshot;
  readonly onDidChange: Event<EnvironmentSnapshot>;
  /** Says that somebody looks, until it is disposed. While nobody does, nothing is asked. */
  watch(demand?: Demand): Disposable;
  /** Tries at once instead of at `retryAt`, and asks for what is older than it could be. */
  refresh(): void;
}
