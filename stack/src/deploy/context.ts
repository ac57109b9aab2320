import type { Checkout } from '../checkout.ts';
import type { DeployOptions } from './deploy-options.ts';
import type { DeployEnvironment } from './environment.ts';
import type { DeploymentReport } from './report/deployment-report.ts';
import type { RunStep } from './report/step-runner.ts';

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
