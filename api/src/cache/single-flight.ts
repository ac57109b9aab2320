/**
 * Lets callers who want the same thing at the same time share one flight to fetch it; a failure is shared, too, and
 * nothing is kept afterwards.
 */
export class SingleFlight<Value> {
  readonly #limit: number;
  readonly #flying = new Map<string, Promise<Value>>();
  readonly #boarding = new Map<string, Promise<Value>>();

  /** @param limit number of flights that are shared; beyond it each caller fetches for itself */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Joins the flight that is under way, or begins one. */
  async join(key: string, fetch: () => Promise<Value>): Promise<Value> {
    return this.#flying.get(key) ?? this.#begin(key, fetch);
  }

  /**
   * Joins a flight that has not begun, so that its result is not older than this call: at most one is under way for
   * a key while one more waits for it to end.
   */
  async joinNext(key: string, fetch: () => Promise<Value>): Promise<Value> {
    const boarding = this.#boarding.get(key);
    if (boarding) return boarding;
    const flying = this.#flying.get(key);
    if (!flying) return this.#begin(key, fetch);
    const next = this.#after(flying, key, fetch);
    this.#boarding.set(key, next);
    return next;
  }

  async #after(flying: Promise<Value>, key: string, fetch: () => Promise<Value>): Promise<Value> {
    await Promise.allSettled([flying]);
    this.#boarding.delete(key);
    return this.#begin(key, fetch);
  }

  async #begin(key: string, fetch: () => Promise<Value>): Promise<Value> {
    if (this.#flying.size >= this.#limit) return fetch();
    const flight = fetch();
    this.#flying.set(key, flight);
    try {
      return await flight;
    } finally {
      this.#flying.delete(key);
    }
  }
}
