import type { Disposable } from '../common/disposable.ts';

/** Tells once when something that should answer has not done so in time. */
export class AnswerDeadline implements Disposable {
  readonly #ms: number;
  readonly #onMissed: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param ms milliseconds from the first time that an answer is expected */
  constructor(ms: number, onMissed: () => void) {
    this.#ms = ms;
    this.#onMissed = onMissed;
  }

  /** An answer is due, if none is already or was missed. */
  expect(): void {
    this.#timer ??= setTimeout(this.#onMissed, this.#ms);
  }

  /** It has answered, or need not any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  dispose(): void {
    this.end();
  }
}

/** Milliseconds that each page gets, one after the other, to say that it listens: a slow machine gets longer the next time. */
const waitsMs = [5_000, 10_000, 10_000] as const;

/** How long to wait for the dashboard's page, which VS Code may leave empty without an error, and how often to make it anew. */
export class WebviewWatchdog {
  #missed = 0;

  /** Milliseconds that the next page gets. */
  get waitMs(): number {
    return waitsMs[this.#missed] ?? waitsMs[0];
  }

  /** A page listens, so the next one that does not is the first again. */
  met(): void {
    this.#missed = 0;
  }

  /**
   * A page has not said that it listens.
   * @returns whether to make another; where another does not help, waiting begins anew
   */
  missed(): boolean {
    this.#missed = (this.#missed + 1) % waitsMs.length;
    return this.#missed > 0;
  }
}
