import { messageOf } from '../../errors.ts';
import { StackError } from '../../stack-error.ts';
import type { DeploymentReport } from './deployment-report.ts';

/** What a step can say while it runs. */
export interface StepVoice {
  /** What happens now. */
  note(message: string): void;
  /** How it ended, beside its title. */
  done(message: string): void;
  /** That there was nothing to do, and why. */
  skipped(message: string): void;
}

export type RunStep = <Result>(
  step: string,
  title: string,
  work: (voice: StepVoice) => Promise<Result>,
) => Promise<Result>;

/** A step that failed has been reported already. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}

/**
 * Runs steps one after the other, and reports each.
 * @param signal aborted to stop: the step that runs is told, and no other begins
 */
export function stepRunner(report: DeploymentReport, signal: AbortSignal): RunStep {
  return async (step, title, work) => {
    signal.throwIfAborted();
    const event = (status: 'started' | 'done' | 'skipped' | 'failed', message?: string, fix?: readonly string[]) =>
      report.event({
        type: 'step',
        step,
        title,
        status,
        ...(message ? { message } : {}),
        ...(fix && fix.length > 0 ? { fix: [...fix] } : {}),
      });
    let ending: readonly ['done' | 'skipped', string?] = ['done'];
    event('started');
    try {
      const result = await work({
        note: (message) => event('started', message),
        done: (message) => void (ending = ['done', message]),
        skipped: (message) => void (ending = ['skipped', message]),
      });
      signal.throwIfAborted();
      event(...ending);
      return result;
    } catch (error) {
      if (signal.aborted) {
        event('failed', 'interrupted', ['Run the same command again: it continues where it stopped.']);
        throw signal.reason;
      }
      event('failed', messageOf(error), error instanceof StackError ? error.fix : []);
      throw error instanceof StackError ? new StepFailure(error.message, { cause: error }) : error;
    }
  };
}

const quietVoice: StepVoice = { note: () => undefined, done: () => undefined, skipped: () => undefined };

/** Runs steps without a word; what they throw comes as it is. */
export function quietRunner(signal: AbortSignal): RunStep {
  return async (_step, _title, work) => {
    signal.throwIfAborted();
    return work(quietVoice);
  };
}
