import { DisposableOwner } from '../common/disposable.ts';
import { isNotRunning } from '../connection/failure.ts';
import type { Environment } from '../environments/environment.ts';
import type { Environments } from '../environments/environments.ts';
import { failureText } from '../presentation/environment-text.ts';
import { StoreFollower } from '../store/store-follower.ts';

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
