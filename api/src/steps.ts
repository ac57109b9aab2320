import type { Logger } from 'pino';

/** One step of starting up or shutting down. */
export interface Step {
  /** What it does, as a person would say it. */
  readonly name: string;
  /** Milliseconds. */
  readonly deadlineMs: number;
  /** @param signal is aborted when the step has to give up */
  run(signal: AbortSignal): Promise<unknown> | void;
}

/** A step failed or took too long; the cause says why. */
export class StepError extends Error {
  override readonly name = 'StepError';
}

/** How long a step that has to give up may take to say why in its own words. */
const lastWordsMs = 100;

async function runStep(step: Step, stop: AbortSignal): Promise<void> {
  const { name, deadlineMs } = step;
  const late = new AbortController();
  const signal = AbortSignal.any([stop, late.signal]);
  const timer = setTimeout(() => late.abort(new Error(`Not done within ${deadlineMs} ms`)), deadlineMs);
  const aborted = Promise.withResolvers<never>();
  const giveUp = (): void => void setTimeout(() => aborted.reject(signal.reason), lastWordsMs);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await Promise.race([step.run(signal), aborted.promise]);
  } catch (cause) {
    throw new StepError(`Failed to ${name}`, { cause });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

/**
 * Runs steps in order, until one fails.
 * @param stop ends the step that is under way, and all that follow
 * @throws StepError
 */
export async function runSteps(steps: readonly Step[], stop: AbortSignal, log: Logger): Promise<void> {
  for (const step of steps) {
    stop.throwIfAborted();
    const start = performance.now();
    await runStep(step, stop);
    log.debug({ step: step.name, durationMs: Math.round(performance.now() - start) }, `Done: ${step.name}`);
  }
}

/** Runs all steps in order, whatever becomes of each; failures go to the log. */
export async function runAllSteps(steps: readonly Step[], log: Logger): Promise<void> {
  const never = new AbortController().signal;
  for (const step of steps) {
    await runSteps([step], never, log).catch(({ cause, message }: StepError) => log.warn({ err: cause }, message));
  }
}
