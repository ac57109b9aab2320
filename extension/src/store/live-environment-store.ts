import { healthStaleAfterMs } from '@zero-to-running/health/contract/protocol';
import { DisposableOwner, toDisposable, type Disposable, Emitter } from '../common/disposable.ts';
import type { ConnectionFailure } from '@zero-to-running/health/client/failure';
import type { FrontendMemory } from '@zero-to-running/health/client/frontend';
import type { Source } from '@zero-to-running/health/client/request';
import {
  emptySnapshot,
  type EnvironmentSnapshot,
  type WatchLevel,
  type EnvironmentStore,
} from './environment-store.ts';

/** How long a connection outlives the last who looked, so that going from one view to another does not end it. */
const lingerMs = 1_000;

export interface StoreOptions {
  /** @param level in the background, an API that is only supposed to be there is not asked */
  readonly findSource: (level: WatchLevel) => Promise<Source>;
  /** Knows more of a failure than the connection does. */
  readonly explainFailure?: (failure: ConnectionFailure) => ConnectionFailure;
  readonly log: (line: string) => void;
}

/** The state of an environment, kept up to date while somebody looks and the window is in use. */
export class LiveEnvironmentStore extends DisposableOwner implements EnvironmentStore {
  readonly #options: StoreOptions;
  readonly #changes = this.register(new Emitter<EnvironmentSnapshot>());
  readonly #watchers: Record<WatchLevel, number> = { foreground: 0, background: 0 };
  readonly #frontendMemory: FrontendMemory = { seen: undefined };
  #snapshot = emptySnapshot;
  #suspended = false;
  #isAttended = true;
  #running: { readonly level: WatchLevel; readonly controller: AbortController } | undefined;
  #staleTimer: NodeJS.Timeout | undefined;
  #lingerTimer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changes.event;

  constructor(options: StoreOptions) {
    super();
    this.#options = options;
    this.register(
      toDisposable(() => {
        this.#stop();
        clearTimeout(this.#staleTimer);
      }),
    );
  }

  get snapshot(): EnvironmentSnapshot {
    return this.#snapshot;
  }

  watch(level: WatchLevel = 'foreground'): Disposable {
    this.#watchers[level] += 1;
    this.#reconcile();
    return toDisposable(() => {
      this.#watchers[level] -= 1;
      this.#reconcile();
    });
  }

  /** Stops all requests while the window is not in use, whoever looks. */
  suspend(suspended: boolean): void {
    this.#suspended = suspended;
    this.#reconcile();
  }

  /** Says whether somebody is at the window: without, a background watch asks nothing, and only listens. */
  attend(isAttended: boolean): void {
    this.#isAttended = isAttended;
  }

  refresh(): void {
    if (this.#running) this.#settle();
  }

  /** Forgets what is known, as it is of another place. */
  forget(): void {
    const { link } = this.#snapshot;
    this.#update({ ...emptySnapshot, link });
  }

  get #wanted(): WatchLevel | undefined {
    if (this.#suspended || this.isDisposed) return undefined;
    if (this.#watchers.foreground > 0) return 'foreground';
    return this.#watchers.background > 0 ? 'background' : undefined;
  }

  #reconcile(): void {
    clearTimeout(this.#lingerTimer);
    if (this.#wanted === this.#running?.level) return;
    if (this.#wanted === 'foreground' || !this.#running) {
      this.#settle();
      return;
    }
    this.#lingerTimer = setTimeout(() => this.#settle(), lingerMs);
  }

  #settle(): void {
    const wanted = this.#wanted;
    this.#stop();
    if (wanted) this.#start(wanted);
    else this.#update({ link: 'paused', fresh: false, answerDueBy: undefined, failure: undefined, retryAt: undefined });
  }

  #start(level: WatchLevel): void {
    const controller = new AbortController();
    this.#running = { level, controller };
    if (!this.#snapshot.fresh) this.#update({ link: 'connecting', failure: undefined, retryAt: undefined });
    void this.#feed(level, controller.signal);
  }

  async #feed(level: WatchLevel, signal: AbortSignal): Promise<void> {
    // Loaded when it is first needed, as it brings the contract's schemas with it.
    const { feed } = await import('./feed.ts');
    const target = {
      findSource: () => this.#options.findSource(level),
      explainFailure: this.#options.explainFailure ?? ((failure: ConnectionFailure) => failure),
      snapshot: () => this.#snapshot,
      update: (change: Partial<EnvironmentSnapshot>) => {
        if (!signal.aborted) this.#update(change);
      },
      log: this.#options.log,
      frontendMemory: this.#frontendMemory,
      isAttended: () => this.#isAttended,
      signal,
    };
    await feed(target, level);
  }

  #stop(): void {
    clearTimeout(this.#lingerTimer);
    this.#running?.controller.abort();
    this.#running = undefined;
  }

  #update(change: Partial<EnvironmentSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    const { fresh, receivedAt, answerDueBy = 0 } = this.#snapshot;
    clearTimeout(this.#staleTimer);
    if (fresh && receivedAt !== undefined) {
      const staleAt = Math.max(receivedAt + healthStaleAfterMs, answerDueBy);
      this.#staleTimer = setTimeout(() => this.#update({ fresh: false }), Math.max(0, staleAt - Date.now()));
    }
    this.#changes.fire(this.#snapshot);
  }
}
