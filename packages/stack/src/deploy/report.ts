import { printJson } from '../terminal/json.ts';
import type { DeploymentEvent } from '@app/contract/deployment';
import { formatElapsed } from '@zero-to-running/health/words/figures';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import { paint } from '../terminal/format.ts';

/** Where the events of a deployment go. */
export interface DeploymentReport {
  event(event: DeploymentEvent): void;
  /** Something for a person alone, such as the plan. */
  say(lines: readonly string[]): void;
}

const succeeded = (event: DeploymentEvent) =>
  event.type === 'result' ? { ok: event.status !== 'failed' && event.status !== 'cancelled' } : {};

/** A line of JSON for each event, for programs. */
export const jsonReport: DeploymentReport = {
  event: (event) => printJson({ ...succeeded(event), ...event }),
  say: () => undefined,
};

/** For commands whose result is all there is to say. */
export const quietReport: DeploymentReport = { event: () => undefined, say: () => undefined };

type StepEvent = Extract<DeploymentEvent, { type: 'step' }>;

/** Lines for a person: each step as it begins and ends, and what happens in between. */
export function textReport(): DeploymentReport {
  let running: string | undefined;
  let startMs = 0;
  const begin = ({ step, title, message }: StepEvent) => {
    if (running === step) console.log(paint('dim', `    ${message ?? ''}`));
    else console.log(`${paint('cyan', '▸')} ${title}`);
    if (running !== step) startMs = performance.now();
    running = step;
  };
  const end = ({ title, status, message, fix = [] }: StepEvent) => {
    running = undefined;
    const took = formatElapsed(performance.now() - startMs);
    const detail = message ? `: ${message}` : '';
    if (status === 'done') console.log(`${paint('green', '✔')} ${title} ${paint('dim', `(${took})`)}${detail}`);
    if (status === 'skipped') console.log(`${paint('green', '–')} ${title}${detail}`);
    if (status !== 'failed') return;
    console.error(`${paint('red', '✖')} ${paint('bold', title)}${detail}`);
    if (fix.length > 0) console.error(['', ...fix.map((line) => `  ${paint('cyan', '→')} ${line}`)].join('\n'));
  };
  return {
    event(event) {
      if (event.type === 'step') (event.status === 'started' ? begin : end)(event);
      else if (event.message) console.log(`\n${event.message}`);
    },
    say: (lines) => console.log(['', ...lines, ''].join('\n')),
  };
}

/** What a step can say while it runs. */
export interface StepReporter {
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
  work: (reporter: StepReporter) => Promise<Result>,
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

/** Says nothing. */
export const quietReporter: StepReporter = { note: () => undefined, done: () => undefined, skipped: () => undefined };

/** Runs steps without a word; what they throw comes as it is. */
export function quietRunner(signal: AbortSignal): RunStep {
  return async (_step, _title, work) => {
    signal.throwIfAborted();
    return work(quietReporter);
  };
}
