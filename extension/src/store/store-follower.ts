import { DisposableOwner, type Disposable } from '../common/disposable.ts';
import type { Environment, Environments } from '../environments/environment.ts';

/** Calls back on each change of any environment, and of the list of them; watches none of them. */
export class StoreFollower extends DisposableOwner {
  readonly #environments: Environments;
  readonly #onChange: (environment: Environment | undefined) => void;
  #followed: Disposable[] = [];

  /** @param onChange is told which environment has changed; undefined where the list has */
  constructor(environments: Environments, onChange: (environment: Environment | undefined) => void) {
    super();
    this.#environments = environments;
    this.#onChange = onChange;
    this.register(environments.onDidChange(() => this.#follow()));
    this.register({ dispose: () => this.#unfollow() });
    this.#follow();
  }

  #unfollow(): void {
    for (const followed of this.#followed.splice(0)) followed.dispose();
  }

  #follow(): void {
    this.#unfollow();
    this.#followed = this.#environments.all.map((each) => each.store.onDidChange(() => this.#onChange(each)));
    this.#onChange(undefined);
  }
}
