import type { HealthLink } from '@zero-to-running/health/client/freshness';
import type { Environment, Environments, Folder } from '../environments/environment.ts';
import { DisposableOwner } from '../common/disposable.ts';
import type { WindowApis } from '../common/window.apis.ts';
import { StoreFollower } from '../store/store-follower.ts';

/** What the manifest's `when` clauses can ask; each is a fact, the rules stand in the manifest. */
interface ContextValues {
  readonly 'zeroToRunning.hasEnvironment': boolean;
  /** Whether there is a folder whose Makefile can be run. */
  readonly 'zeroToRunning.hasLocal': boolean;
  /** Whether there is one whose stack is not known to be stopped. */
  readonly 'zeroToRunning.hasRunning': boolean;
  /** Whether the stack of a folder runs: it answers, and what answers is its own. */
  readonly 'zeroToRunning.hasLive': boolean;
  /** Whether a stack of a folder does not run, or may not be what answers for it. */
  readonly 'zeroToRunning.hasStartable': boolean;
  /** Whether any is not known to be out of reach. */
  readonly 'zeroToRunning.hasReachable': boolean;
  readonly 'zeroToRunning.selectedKind': Environment['kind'] | '';
  readonly 'zeroToRunning.selectedLink': HealthLink | '';
  /** Whether what answers may be another folder's. */
  readonly 'zeroToRunning.selectedIsGuess': boolean;
}

/** Whether a remote environment hides its details. */
function anyHidesDetails(all: readonly Environment[]): boolean {
  return all.some(({ kind, store: { snapshot } }) => kind === 'remote' && snapshot.detail === 'redacted');
}

function isStartable({ store: { snapshot } }: Environment): boolean {
  if (snapshot.failure?.kind === 'starting') return false;
  if (snapshot.guess !== undefined) return true;
  // What ran when it was last looked at most likely still does.
  if (snapshot.link === 'paused') return snapshot.answer === undefined || snapshot.failure !== undefined;
  return !['live', 'polling'].includes(snapshot.link);
}

function isLive({ store: { snapshot } }: Environment): boolean {
  return ['live', 'polling'].includes(snapshot.link) && snapshot.guess === undefined;
}

function mayRun({ store: { snapshot } }: Environment): boolean {
  return snapshot.failure?.kind !== 'stopped' && snapshot.failure?.kind !== 'foreign';
}

export function contextValues({ all, selected }: Pick<Environments, 'all' | 'selected'>): ContextValues {
  return {
    'zeroToRunning.hasEnvironment': all.length > 0,
    'zeroToRunning.hasLocal': all.some(({ folder }) => folder !== undefined),
    'zeroToRunning.hasRunning': all.some((each) => each.folder !== undefined && mayRun(each)),
    'zeroToRunning.hasLive': all.some((each) => each.folder !== undefined && isLive(each)),
    'zeroToRunning.hasStartable': all.some((each) => each.folder !== undefined && isStartable(each)),
    'zeroToRunning.hasReachable': all.some(({ store }) => store.snapshot.link !== 'lost'),
    'zeroToRunning.selectedKind': selected?.kind ?? '',
    'zeroToRunning.selectedLink': selected?.store.snapshot.link ?? '',
    'zeroToRunning.selectedIsGuess': selected?.store.snapshot.guess !== undefined,
  };
}

/** Keeps VS Code's context keys as the environments are; looks at what others watch, and watches nothing itself. */
export class ContextPublisher extends DisposableOwner {
  readonly #environments: Environments;
  readonly #apis: Pick<WindowApis, 'run'>;
  readonly #published = new Map<string, unknown>();
  readonly #tellsTokens: (folder: Folder) => Promise<boolean>;
  #hidden: boolean | undefined;

  /** @param tellsTokens whether a folder's Makefile has a target that tells tokens */
  constructor(
    environments: Environments,
    apis: Pick<WindowApis, 'run'>,
    tellsTokens: (folder: Folder) => Promise<boolean>,
  ) {
    super();
    this.#environments = environments;
    this.#apis = apis;
    this.#tellsTokens = tellsTokens;
    this.register(new StoreFollower(environments, () => this.#publish()));
  }

  #publish(): void {
    for (const [key, value] of Object.entries(contextValues(this.#environments))) this.#set(key, value);
    const hidden = anyHidesDetails(this.#environments.all);
    if (hidden === this.#hidden) return;
    this.#hidden = hidden;
    void this.#offerTokens();
  }

  #set(key: string, value: unknown): void {
    if (this.#published.get(key) === value) return;
    this.#published.set(key, value);
    void this.#apis.run('setContext', key, value);
  }

  /** Looks into Makefiles only while an environment hides its details. */
  async #offerTokens(): Promise<void> {
    const folders = this.#environments.all.flatMap(({ folder }) => folder ?? []);
    const tell = this.#hidden ? await Promise.all(folders.map((folder) => this.#tellsTokens(folder))) : [];
    this.#set('zeroToRunning.canFetchToken', this.#hidden === true && tell.includes(true));
  }
}
