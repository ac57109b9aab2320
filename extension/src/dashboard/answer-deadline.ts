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
