import { toDisposable, type Disposable } from './disposable.ts';

/** Subscribes to something that happens; as `vscode.Event`, without VS Code. */
export type Event<Value> = (listener: (value: Value) => unknown) => Disposable;

/** The sending side of an event. */
export class Emitter<Value = void> implements Disposable {
  readonly #listeners = new Map<symbol, (value: Value) => unknown>();

  readonly event: Event<Value> = (listener) => {
    const key = Symbol('listener');
    this.#listeners.set(key, listener);
    return toDisposable(() => this.#listeners.delete(key));
  };

  fire(value: Value): void {
    for (const listener of this.#listeners.values()) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
