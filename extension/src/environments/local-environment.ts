import type { AddressSource, AddressSources, LocalAddresses } from './local-addresses.ts';
import { unwatchFile, watchFile } from 'node:fs';
import { DisposableOwner, toDisposable } from '../common/disposable.ts';
import { ConnectionFailure, type FailureKind } from '@zero-to-running/health/client/failure';
import type { Source } from '@zero-to-running/health/client/request';
import type { WatchLevel } from '../store/environment-store.ts';
import { LiveEnvironmentStore } from '../store/live-environment-store.ts';
import { type Addresses, type Environment, type Folder, stackStateFile } from './environment.ts';
import type { StackState } from './stack-state.ts';
import { l10n } from '@zero-to-running/health/words/l10n';

/** `unclear`: it may be this folder's, as nothing says otherwise. */
type StackOwner = 'this folder' | 'another' | 'unclear';

interface StackClaim {
  /** Who says where the folder's stack is; undefined where nobody does. */
  readonly source: AddressSource | undefined;
  /** The name that the running stack has written down. */
  readonly recorded: string | undefined;
  /** The name that the folder gives it. */
  readonly named: string;
}

/**
 * Whose stack it is that answers where a folder's is supposed to be.
 * @param told the name that it gives itself
 */
export function identifyStackOwner({ source, recorded, named }: StackClaim, told: string | undefined): StackOwner {
  // A person, or a container, has said where it is.
  if (source === 'setting' || source === 'variable') return 'this folder';
  if (source === 'state') return told && recorded && told !== recorded ? 'another' : 'this folder';
  if (!told) return 'unclear';
  return told === named ? 'this folder' : 'another';
}

/** Milliseconds between two looks at the file by which a stack tells that it runs. */
const stateIntervalMs = 1_000;

/** What comes of a stack that is starting until it is there. */
const notYet: ReadonlySet<FailureKind> = new Set(['stopped', 'foreign', 'refused', 'closed', 'timeout']);

interface LocalEnvironmentOptions {
  readonly folder: Folder;
  readonly settings: () => AddressSources['settings'];
  /** @param api the origin that it would be sent to */
  readonly token: (api: string) => Promise<string | undefined>;
  readonly log: (line: string) => void;
}

/** The stack of a folder. */
export class LocalEnvironment extends DisposableOwner implements Environment {
  readonly id: string;
  readonly kind = 'local';
  readonly name: string;
  readonly folder: Folder;
  readonly store: LiveEnvironmentStore;
  readonly #options: LocalEnvironmentOptions;
  #stoppedBy: FailureKind | undefined;
  #stateProblem: string | undefined;
  #isStarting = false;
  #lastAsked: string | undefined;

  constructor(options: LocalEnvironmentOptions) {
    super();
    this.#options = options;
    this.folder = options.folder;
    this.id = `local:${options.folder.uri}`;
    this.name = options.folder.name;
    this.store = this.register(
      new LiveEnvironmentStore({
        findSource: (level) => this.#findSource(level),
        explainFailure: (failure) => this.#explain(failure),
        log: (line) => options.log(`${this.name}: ${line}`),
      }),
    );
    this.#followState();
  }

  async addresses(): Promise<Addresses> {
    return (await this.#locate()).opened;
  }

  async askedOrigin(): Promise<string> {
    return (await this.#locate()).asked.api;
  }

  /** Looked at by its times, which works on every file system and whatever the settings exclude from watching. */
  #followState(): void {
    const file = stackStateFile(this.folder.path);
    const follow = () => this.store.refresh();
    watchFile(file, { interval: stateIntervalMs, persistent: false }, follow);
    this.register(toDisposable(() => unwatchFile(file, follow)));
  }

  async #locate(): Promise<LocalAddresses & { readonly state: StackState | undefined }> {
    // Both come with the contract's schemas, which nothing needs before the first question.
    const { isAbandoned, readStackState } = await import('./stack-state.ts');
    const { localAddresses } = await import('./local-addresses.ts');
    const { state, problem } = await readStackState(this.folder.path);
    this.#stateProblem = problem;
    const addresses = localAddresses({ settings: this.#options.settings(), env: process.env, state });
    const isSaid = addresses.source === 'setting' || addresses.source === 'variable';
    const ownState = isSaid ? undefined : state;
    const isGone = ownState !== undefined && isAbandoned(ownState);
    this.#isStarting = ownState?.phase === 'starting' && !isGone;
    this.#stoppedBy = isGone ? 'refused' : addresses.stoppedBy;
    return { ...addresses, state };
  }

  async #findSource(level: WatchLevel): Promise<Source> {
    const { state, source, asked } = await this.#locate();
    const { defaultStackName, readStackName } = await import('./stack-state.ts');
    const { path } = this.folder;
    const named = source === undefined ? await readStackName(path) : undefined;
    // What was known is of another place.
    if (this.#lastAsked !== undefined && this.#lastAsked !== asked.api) this.store.forget();
    this.#lastAsked = asked.api;
    // For a background watch nobody is asked on a guess, unless it can be told whether who answers is who was meant.
    if (source === undefined && named === undefined && level === 'background') {
      throw this.#stopped();
    }
    const claim = { source, recorded: state?.stack, named: named ?? defaultStackName(path) };
    const token = await this.#options.token(asked.api);
    return { ...asked, token, recognises: (told) => this.#recognises(claim, told) };
  }

  #recognises(claim: StackClaim, told: string | undefined): boolean {
    const owner = identifyStackOwner(claim, told);
    if (owner !== 'another') return owner === 'this folder';
    const message = l10n.t(
      'what answers at {0} is the stack “{1}”, which was not started from here',
      this.#lastAsked ?? '',
      told ?? '',
    );
    throw new ConnectionFailure('foreign', message);
  }

  #explain(failure: ConnectionFailure): ConnectionFailure {
    if (this.#isStarting && notYet.has(failure.kind)) {
      return new ConnectionFailure('starting', l10n.t('the stack is starting'), { cause: failure });
    }
    if (failure.kind !== this.#stoppedBy) return failure;
    return this.#stopped(failure);
  }

  #stopped(cause?: ConnectionFailure): ConnectionFailure {
    return new ConnectionFailure('stopped', l10n.t('the stack is not running'), { cause, detail: this.#stateProblem });
  }
}
