/** What the rows of environments and services show, to compare. */
export interface ShownRows {
  /** All that a person has to see at once. */
  readonly state: string;
  /** How old it is, where the rows say so. */
  readonly age: string;
  /** Milliseconds, of each service in order. */
  readonly latencies: readonly number[];
}

/** What to draw anew; `figures` are the rows below a service, which have no buttons. */
export type Drawn = 'rows' | 'figures';

/** Milliseconds between two updates of figures. */
const figuresEveryMs = 3_000;

/**
 * Milliseconds between two updates of rows of which nothing but a latency changes, and that a little: a row that is drawn anew
 * has new buttons, and a click that began on the old ones is lost.
 */
const rowsEveryMs = 30_000;

/** Milliseconds for which a tooltip is left to be read while no state changes. */
const readingMs = 10_000;

/** Whether somebody would call a latency another one: it doubled or halved, and that by more than a few milliseconds. */
function isNoticeable(before: number, after: number): boolean {
  const [less, more] = [Math.min(before, after), Math.max(before, after)];
  return more >= 2 * less && more - less >= 10;
}

function differsNoticeably(before: ShownRows, after: ShownRows): boolean {
  return before.age !== after.age || after.latencies.some((ms, at) => isNoticeable(before.latencies[at] ?? 0, ms));
}

/** When to draw what of the tree anew: a change of state at once, figures, which every report changes, now and then. */
export class UpdateThrottle {
  #shown: ShownRows | undefined;
  #rowsDueAt = 0;
  #figuresDueAt = 0;

  /**
   * @param shown what rows would show now
   * @param now milliseconds since the epoch
   * @returns what to draw now, which is counted as done, or milliseconds to wait
   */
  next(shown: ShownRows, now: number): Drawn | number {
    const isNew = shown.state !== this.#shown?.state;
    if (!isNew && now < this.#figuresDueAt) return this.#figuresDueAt - now;
    this.#figuresDueAt = now + figuresEveryMs;
    if (!isNew && this.#shown && now < this.#rowsDueAt && !differsNoticeably(this.#shown, shown)) return 'figures';
    this.#shown = shown;
    this.#rowsDueAt = now + rowsEveryMs;
    return 'rows';
  }

  /** A tooltip is shown. */
  somebodyReads(now: number): void {
    this.#figuresDueAt = now + readingMs;
  }

  /** What was drawn is not there any more. */
  forget(): void {
    this.#shown = undefined;
  }
}
