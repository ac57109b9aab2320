import type { DeploymentEvent } from '@app/contract/deployment';
import type { Checkout } from '../checkout.ts';
import { environmentOption, readEnvironmentSettings, type DeployEnvironment } from './environment.ts';
import { deployOptions, deploySettings, type DeployOptions } from './options.ts';
import {
  jsonReport,
  quietReport,
  quietRunner,
  StepFailure,
  stepRunner,
  textReport,
  type DeploymentReport,
  type RunStep,
} from './report.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { flagOption } from '../options.ts';
import { abortOnSignals, interrupted } from '../process/signals.ts';
import { printError } from '../terminal/failure.ts';

/** What every step of a command on an environment needs. */
export interface DeployContext {
  readonly checkout: Checkout;
  readonly environment: DeployEnvironment;
  readonly region: string;
  readonly options: DeployOptions;
  readonly report: DeploymentReport;
  readonly step: RunStep;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * What steps need on the environment that ENV names.
 * @param report where the steps are told; without one, their errors are thrown as they are
 * @throws StackError for options that are not understood
 */
export function environmentContext(
  checkout: Checkout,
  env: NodeJS.ProcessEnv,
  report?: DeploymentReport,
): DeployContext {
  const environment = environmentOption(checkout, env['ENV']);
  const options = deployOptions({ ...env, ...deploySettings(readEnvFile(checkout), environment.name, env) });
  const { region } = readEnvironmentSettings(environment, env);
  // A second Ctrl-C ends this process; what it waits for goes on by itself.
  const { signal } = abortOnSignals();
  return {
    checkout,
    environment,
    region,
    options,
    report: report ?? quietReport,
    signal,
    step: report ? stepRunner(report, signal) : quietRunner(signal),
  };
}

/** How a command that came to its end ended. */
interface Result {
  readonly status: Exclude<Extract<DeploymentEvent, { type: 'result' }>['status'], 'failed' | 'cancelled'>;
  readonly url?: string;
  readonly version?: string;
  readonly message: string;
}

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
