import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Make passes on what its process group gets as well: that is no second signal. */
const sameMs = 1_000;

/** What asks this process to stop, from when this is made on. */
export class Interruption {
  readonly #asked = new AbortController();
  readonly #urged = new AbortController();
  #signal: NodeJS.Signals | undefined;
  #atMs = 0;

  constructor() {
    for (const signal of signals) process.on(signal, () => this.#take(signal));
  }

  #take(signal: NodeJS.Signals): void {
    if (this.#signal) {
      if (performance.now() - this.#atMs > sameMs) this.#urged.abort();
      return;
    }
    this.#signal = signal;
    this.#atMs = performance.now();
    console.log(`\n${signal}: stopping; a second one stops at once`);
    this.#asked.abort();
  }

  /** The first signal that came. */
  get signal(): NodeJS.Signals | undefined {
    return this.#signal;
  }

  /** Of the process then, as shells count. */
  get exitCode(): number | undefined {
    return this.#signal && 128 + constants.signals[this.#signal];
  }

  /** Aborted by the first signal. */
  get asked(): AbortSignal {
    return this.#asked.signal;
  }

  /** Aborted by the second. */
  get urged(): AbortSignal {
    return this.#urged.signal;
  }
}
