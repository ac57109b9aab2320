import { DisposableOwner, type Disposable } from '../common/disposable.ts';
import { isNotRunning } from '@zero-to-running/health/client/failure';
import type { Environment, Environments } from '../environments/environment.ts';
import { failureText } from '../presentation/environment-text.ts';
import { StoreFollower } from '../store/store-follower.ts';
import { settingProblems, type ReadSetting } from '../environments/remote-settings.ts';

/** The part of a log that is written to. */
interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/** Writes into the log why an API cannot be read, once for each reason, and that it can be read again. */
export class FailureLog extends DisposableOwner {
  readonly #log: Log;
  readonly #frontendProblems = new WeakMap<Environment, string | undefined>();
  readonly #reasons = new WeakMap<Environment, string>();

  constructor(environments: Environments, log: Log) {
    super();
    this.#log = log;
    this.register(new StoreFollower(environments, (environment) => environment && this.#follow(environment)));
  }

  #follow(environment: Environment): void {
    const { name, store } = environment;
    this.#tellOfFrontend(environment);
    const reason = failureText(store.snapshot) ?? '';
    const before = this.#reasons.get(environment) ?? '';
    if (reason === before) return;
    // Between two attempts nothing is known.
    if (reason === '' && !store.snapshot.fresh) return;
    this.#reasons.set(environment, reason);
    if (reason === '') this.#log.info(`${name}: reports arrive`);
    else if (isNotRunning(store.snapshot.failure) && !store.snapshot.failure.detail)
      this.#log.info(`${name}: ${reason}`);
    else this.#log.warn(`${name}: ${reason}`);
  }

  #tellOfFrontend(environment: Environment): void {
    const { frontend, frontendProblem } = environment.store.snapshot;
    // While nothing is known of it, it is still the problem that it was.
    if (!frontend) return;
    const problem = frontendProblem?.message;
    if (problem !== undefined && problem !== this.#frontendProblems.get(environment)) {
      this.#log.warn(`${environment.name}: ${problem}`);
    }
    this.#frontendProblems.set(environment, problem);
  }
}

/** Where settings are read, and their changes told. */
interface SettingsSource {
  folders(): readonly { readonly uri: { toString(): string } }[];
  readonly setting: ReadSetting;
  onDidChangeFolders(listener: () => void): Disposable;
  onDidChangeSettings(listener: () => void): Disposable;
}

/** Writes into the log what of the settings is not used: once, and again where it was put right in between. */
export class SettingsLog extends DisposableOwner {
  readonly #apis: SettingsSource;
  readonly #log: { warn(message: string): void };
  #told: readonly string[] = [];

  constructor(apis: SettingsSource, log: { warn(message: string): void }) {
    super();
    this.#apis = apis;
    this.#log = log;
    this.register(apis.onDidChangeFolders(() => this.#tell()));
    this.register(apis.onDidChangeSettings(() => this.#tell()));
    this.#tell();
  }

  #tell(): void {
    const folders = this.#apis.folders().map(({ uri }) => uri.toString());
    const problems = settingProblems((name, folder) => this.#apis.setting(name, folder), folders);
    for (const problem of problems) if (!this.#told.includes(problem)) this.#log.warn(`${problem}.`);
    this.#told = problems;
  }
}
