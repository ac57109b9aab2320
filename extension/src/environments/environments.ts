import type { Event } from '../common/emitter.ts';
import type { Environment } from './environment.ts';

/** The environments of this window: local ones first, then those of the settings. */
export interface Environments {
  readonly all: readonly Environment[];
  /** The one that commands mean where they are not told; undefined where there is none. */
  readonly selected: Environment | undefined;
  /** The list, or the selection, has changed. */
  readonly onDidChange: Event<void>;
  /** @param id of one of `all`; others are ignored */
  select(id: string): void;
}
