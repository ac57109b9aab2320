import type { Checkout } from '../checkout.ts';
import type { DeployContext } from './context.ts';
import { deployOptions } from './deploy-options.ts';
import { environmentOption } from './environment.ts';
import { quietReport, type DeploymentReport } from './report/deployment-report.ts';
import { quietRunner, stepRunner } from './report/step-runner.ts';
import { readEnvironmentSettings } from './variables-file.ts';

/** Aborted by Ctrl-C; a second one ends the process, and what it waits for goes on by itself. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(new Error('interrupted'));
    });
  }
  return controller.signal;
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
  const options = deployOptions(env);
  const environment = environmentOption(checkout, env['ENV']);
  const { region } = readEnvironmentSettings(environment, env);
  const signal = untilInterrupted();
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
