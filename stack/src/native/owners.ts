/**
 * Those who wait for the stack to be up. While it is not, and the last of them is gone, it is not wanted any more: so
 * nothing stays half-started, in whatever way `make dev` was interrupted.
 */
export class Owners {
  readonly #owners = new Set<object>();
  readonly #onAbandoned: () => void;

  constructor(onAbandoned: () => void) {
    this.#onAbandoned = onAbandoned;
  }

  add(owner: object): void {
    this.#owners.add(owner);
  }

  remove(owner: object): void {
    if (this.#owners.delete(owner) && this.#owners.size === 0) this.#onAbandoned();
  }
}
