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
