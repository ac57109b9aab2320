import { type Probe, type Sample, takeSample } from './probe.ts';

/** How often and how long services are asked, in milliseconds. */
export interface SamplingTimings {
  /** From the start of one probe to the start of the next. */
  readonly intervalMs: number;
  /** How long a probe may take. */
  readonly deadlineMs: number;
  /** From a driver's report to the probe that it causes; reports until then cause no other. */
  readonly debounceMs: number;
  /** How old a sample may be; then nothing is known about the service any more. */
  readonly staleAfterMs: number;
}

export const samplingTimings: SamplingTimings = {
  intervalMs: 1_000,
  deadlineMs: 1_000,
  debounceMs: 25,
  // A sample is due after an interval and a deadline at the latest; twice that is silence.
  staleAfterMs: 4_000,
};

/**
 * Samples one service in the background: every interval, and at once when its driver reports a change. Never asks
 * before the question before has been settled: while a probe hangs beyond its deadline, each sample is a time-out.
 */
export class Sampler {
  readonly #probe: Probe;
  readonly #timings: SamplingTimings;
  readonly #onSample: (sample: Sample) => void;
  #timer: NodeJS.Timeout | undefined;
  #state: 'idle' | 'sampling' | 'stopped' = 'idle';
  #soon = false;
  #asked: Promise<void> | undefined;

  constructor(probe: Probe, timings: SamplingTimings, onSample: (sample: Sample) => void) {
    this.#probe = probe;
    this.#timings = timings;
    this.#onSample = onSample;
    probe.onChange?.(() => this.sampleSoon());
  }

  /** Takes the first sample at once. To be called once. */
  start(): void {
    void this.#sample();
  }

  /** For good. */
  stop(): void {
    this.#state = 'stopped';
    clearTimeout(this.#timer);
  }

  /** Does not wait for the interval. */
  sampleSoon(): void {
    if (this.#soon || this.#state === 'stopped') return;
    this.#soon = true;
    if (this.#state === 'idle') this.#schedule(this.#timings.debounceMs);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#sample(), delayMs);
  }

  async #sample(): Promise<void> {
    this.#state = 'sampling';
    this.#soon = false;
    const { intervalMs, deadlineMs, debounceMs } = this.#timings;
    const start = performance.now();
    const sample = await takeSample((signal) => this.#ask(signal), deadlineMs);
    if (this.#state !== 'sampling') return;
    this.#state = 'idle';
    this.#onSample(sample);
    const pauseMs = this.#soon ? debounceMs : intervalMs - (performance.now() - start);
    this.#schedule(Math.max(0, pauseMs));
  }

  async #ask(signal: AbortSignal): Promise<void> {
    this.#asked ??= this.#probe.check(signal).finally(() => {
      this.#asked = undefined;
    });
    await this.#asked;
  }
}
