import type { CancellationToken } from 'vscode';

/** Something that holds on to a resource until it is told to let go; VS Code's own satisfy it. */
export interface Disposable {
  dispose(): unknown;
}

/** Makes a disposable of a function, which is called at most once. */
export function toDisposable(release: () => void): Disposable {
  let done = false;
  return {
    dispose: () => {
      if (done) return;
      done = true;
      release();
    },
  };
}

/** Base of everything that owns others: it disposes what it registered, last first, and late arrivals at once. */
export abstract class DisposableOwner implements Disposable {
  readonly #owned: Disposable[] = [];
  #disposed = false;

  protected get isDisposed(): boolean {
    return this.#disposed;
  }

  protected register<Owned extends Disposable>(owned: Owned): Owned {
    if (this.#disposed) owned.dispose();
    else this.#owned.push(owned);
    return owned;
  }

  dispose(): void {
    this.#disposed = true;
    for (const owned of this.#owned.splice(0).toReversed()) owned.dispose();
  }
}

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

/** VS Code's way to cancel as the platform's. */
export function abortSignalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
