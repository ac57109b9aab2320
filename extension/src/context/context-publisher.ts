import { commands } from 'vscode';
import { DisposableOwner } from '../common/disposable.ts';
import type { Environments } from '../environments/environments.ts';
import { StoreFollower } from '../store/store-follower.ts';
import { contextValues } from './context-values.ts';

/** Keeps VS Code's context keys as the environments are; looks at what others watch, and watches nothing itself. */
export class ContextPublisher extends DisposableOwner {
  readonly #environments: Environments;
  readonly #published = new Map<string, unknown>();

  constructor(environments: Environments) {
    super();
    this.#environments = environments;
    this.register(new StoreFollower(environments, () => this.#publish()));
  }

  #publish(): void {
    for (const [key, value] of Object.entries(contextValues(this.#environments))) {
      if (this.#published.get(key) === value) continue;
      this.#published.set(key, value);
      void commands.executeCommand('setContext', key, value);
    }
  }
}
