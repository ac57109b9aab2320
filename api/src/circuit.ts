/** Thrown instead of asking a server that has lately not answered. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';

  constructor() {
    super('The circuit to Redis is open after recent failures');
  }
}

const firstPauseMs = 250;
const maxPauseMs = 1_000;

/**
 * Circuit breaker: after a time-out nobody asks the server until a trial, which runs in the background so that no
 * request has to wait for it, has been answered.
 */
export class Circuit {
  readonly #trial: () => Promise<unknown>;
  #timer: NodeJS.Timeout | undefined;
  #trials = 0;

  /** @param trial asks the server something cheap, with a deadline of its own */
  constructor(trial: () => Promise<unknown>) {
    this.#trial = trial;
  }

  get isOpen(): boolean {
    return this.#timer !== undefined;
  }

  /** Stops the asking, and tries after a pause that doubles, with jitter, from trial to trial. */
  open(): void {
    if (this.isOpen) return;
    this.#trials = 0;
    this.#schedule();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    const pause = Math.min(maxPauseMs, firstPauseMs * 2 ** this.#trials);
    this.#trials += 1;
    const timer = setTimeout(() => void this.#try(timer), pause * (0.5 + Math.random() / 2));
    timer.unref();
    this.#timer = timer;
  }

  async #try(timer: NodeJS.Timeout): Promise<void> {
    const answered = await this.#trial().then(
      () => true,
      () => false,
    );
    if (this.#timer !== timer) return;
    if (answered) this.close();
    else this.#schedule();
  }
}
