import type { Phase } from '@zero-to-running/contract/health';

/** Where the process is in its life; everything that depends on it asks here. */
export class Lifecycle {
  readonly #listeners: (() => void)[] = [];
  #phase: Phase = 'starting';

  get phase(): Phase {
    return this.#phase;
  }

  enter(phase: Phase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
