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
