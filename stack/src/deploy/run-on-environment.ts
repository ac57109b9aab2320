import type { DeploymentEvent } from '@zero-to-running/contract/deployment';
import type { Checkout } from '../checkout.ts';
import { flagOption } from '../options.ts';
import { printError } from '../terminal/failure.ts';
import type { DeployContext } from './context.ts';
import { environmentContext } from './environment-context.ts';
import { jsonReport } from './report/deployment-report.ts';
import { StepFailure } from './report/step-runner.ts';
import { textReport } from './report/text-report.ts';

/** How a command that came to its end ended. */
interface Result {
  readonly status: Exclude<Extract<DeploymentEvent, { type: 'result' }>['status'], 'failed' | 'cancelled'>;
  readonly url?: string;
  readonly version?: string;
  readonly message: string;
}

/** 128 + SIGINT, as shells count. */
const interrupted = 130;

/**
 * Runs a command on the environment that ENV names: makes what its steps need, and reports how it ended.
 * @param work returns undefined when the answer to its question was no, else the result and what to say of it
 * @returns the process's exit code
 * @throws StackError for options that are not understood
 */
export async function runOnEnvironment(
  checkout: Checkout,
  env: NodeJS.ProcessEnv,
  work: (context: DeployContext) => Promise<Result | undefined>,
): Promise<number> {
  const report = flagOption(env, 'JSON', false) ? jsonReport : textReport();
  const context = environmentContext(checkout, env, report);
  const { options, signal } = context;
  try {
    const result = await work(context);
    report.event({ type: 'result', ...(result ?? { status: 'cancelled', message: 'Nothing was changed.' }) });
    return result ? 0 : 1;
  } catch (error) {
    if (signal.aborted) {
      report.event({ type: 'result', status: 'cancelled', message: 'Interrupted. The same command continues.' });
      return interrupted;
    }
    if (!(error instanceof StepFailure)) printError(error);
    report.event({
      type: 'result',
      status: 'failed',
      ...(options.json && error instanceof Error ? { message: error.message } : {}),
    });
    return 1;
  }
}
