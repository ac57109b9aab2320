import type { Disposable } from '../common/disposable.ts';

/** Milliseconds for which what comes after a batch is gathered into the next. */
export const gatherMs = 10_000;

/** Hands on what comes, the first at once and what follows soon after it together, so that much is told at once. */
export class Batches<Item> implements Disposable {
  readonly #handOn: (items: readonly Item[]) => void;
  readonly #gathered = new Set<Item>();
  #timer: NodeJS.Timeout | undefined;

  constructor(handOn: (items: readonly Item[]) => void) {
    this.#handOn = handOn;
  }

  add(items: readonly Item[]): void {
    for (const item of items) this.#gathered.add(item);
    if (!this.#timer) this.#flush();
  }

  /** It is no longer so, and need not be handed on if it was not. */
  remove(item: Item): void {
    this.#gathered.delete(item);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#gathered.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    const items = [...this.#gathered];
    this.#gathered.clear();
    if (items.length === 0) return;
    this.#timer = setTimeout(() => this.#flush(), gatherMs);
    this.#handOn(items);
  }
}
