/** Milliseconds between two updates of figures alone: a row that is drawn anew loses the pointer that rests on it. */
const figuresEveryMs = 3_000;

/** Milliseconds for which a tooltip is left to be read while nothing but figures change. */
const readingMs = 10_000;

/** When to draw the tree anew: a change of state at once, figures, which every report changes, now and then. */
export class UpdatePace {
  #state: string | undefined;
  #figuresDueAt = 0;

  /**
   * @param state all that is shown but figures
   * @param now milliseconds since the epoch
   * @returns milliseconds to wait; 0 to draw now, which is counted as done
   */
  next(state: string, now: number): number {
    if (state === this.#state && now < this.#figuresDueAt) return this.#figuresDueAt - now;
    this.#state = state;
    this.#figuresDueAt = now + figuresEveryMs;
    return 0;
  }

  /** A tooltip is shown. */
  somebodyReads(now: number): void {
    this.#figuresDueAt = now + readingMs;
  }

  /** What was drawn is not there any more. */
  forget(): void {
    this.#state = undefined;
  }
}
