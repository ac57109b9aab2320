interface BackOff {
  /** Milliseconds before the second attempt. */
  readonly baseMs: number;
  /** The longest wait in milliseconds. */
  readonly capMs: number;
}

/**
 * Milliseconds to wait after a failure: doubling up to the cap, of which a random half is taken off so that many
 * who wait do not come back at once.
 * @param failures how many there have been in a row, from 1
 */
export function backOffMs(failures: number, { baseMs, capMs }: BackOff, random: () => number = Math.random): number {
  const full = Math.min(capMs, baseMs * 2 ** (failures - 1));
  return full * (0.5 + random() / 2);
}

/** Waits so many milliseconds, or until the signal is aborted; never throws. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
