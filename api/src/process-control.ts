import { constants } from 'node:os';
import type { Logger } from 'pino';
import { runAllSteps, runSteps, type Step, StepError } from './steps.ts';

export interface ProcessPlan {
  readonly startUp: readonly Step[];
  readonly shutDown: readonly Step[];
  /** Milliseconds that shutting down may take in all. */
  readonly shutDownDeadlineMs: number;
  readonly log: Logger;
  /** Writes what is left of the log. */
  readonly flush: () => void;
}

/** Ends the process with a message for a person. */
export function failToStart(message: string, exitCode: number): never {
  process.stderr.write(`The API cannot start.\n${message}\n`);
  process.exit(exitCode);
}

/** What went wrong, with its reasons, without stacks: whoever reads this is to change something outside of the code. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause === undefined) return error.message;
  return error instanceof StepError ? `${error.message}: ${explain(error.cause)}` : error.message;
}

/** Crash-only: what nobody caught leaves a process that nobody knows, so it ends. */
function exitOnUncaught(log: Logger, flush: () => void): void {
  const crash = (err: unknown): void => {
    log.fatal({ err }, 'Uncaught error; exiting');
    flush();
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

/** A terminal's Ctrl-C reaches the whole process group, and whoever started this process passes it on: that is one request. */
const sameRequestMs = 500;

/** @returns a signal that is aborted by the first SIGTERM or SIGINT; a second one, later, exits at once */
function stopOnSignal(log: Logger, flush: () => void): AbortSignal {
  const stop = new AbortController();
  let firstMs = 0;
  const onSignal = (name: 'SIGTERM' | 'SIGINT'): void => {
    if (stop.signal.aborted && performance.now() - firstMs < sameRequestMs) return undefined;
    if (!stop.signal.aborted) {
      firstMs = performance.now();
      log.info({ signal: name }, 'Shutting down; a second signal exits at once');
      return stop.abort(new Error(`Received ${name}`));
    }
    log.warn({ signal: name }, 'Exiting at once');
    flush();
    process.exit(128 + constants.signals[name]);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return stop.signal;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** Starts up, waits for a signal, shuts down and exits: 0 after a signal, 1 when starting or stopping failed. */
export async function runProcess(plan: ProcessPlan): Promise<never> {
  const { startUp, shutDown, shutDownDeadlineMs, log, flush } = plan;
  exitOnUncaught(log, flush);
  const stop = stopOnSignal(log, flush);
  try {
    await runSteps(startUp, stop, log);
  } catch (error) {
    if (!stop.aborted) {
      flush();
      failToStart(explain(error), 1);
    }
  }
  await aborted(stop);
  setTimeout(() => {
    log.error({ deadlineMs: shutDownDeadlineMs }, 'Shutting down takes too long; exiting');
    flush();
    process.exit(1);
  }, shutDownDeadlineMs).unref();
  await runAllSteps(shutDown, log);
  log.info('Stopped');
  flush();
  process.exit(0);
}
