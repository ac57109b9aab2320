interface Entry<Value> {
  readonly value: Value;
  readonly at: number;
}

/** Remembers values in this process for a short time, so that many requests in a row cost one look-up. */
export class Recent<Value> {
  readonly #maxAgeMs: number;
  readonly #maxEntries: number;
  readonly #entries = new Map<string, Entry<Value>>();

  /** @param maxEntries beyond it the oldest is forgotten */
  constructor(maxAgeMs: number, maxEntries = 10_000) {
    this.#maxAgeMs = maxAgeMs;
    this.#maxEntries = maxEntries;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A clock that nobody can set.
    if (performance.now() - entry.at < this.#maxAgeMs) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** @param at `performance.now()` from before the value was asked for: from then on it may have changed */
  set(key: string, value: Value, at: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, at });
    if (this.#entries.size <= this.#maxEntries) return;
    for (const [oldest] of this.#entries) {
      this.#entries.delete(oldest);
      break;
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
