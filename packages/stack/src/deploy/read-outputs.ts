import type { DeployContext } from './context.ts';
import { deployedOutputs, type EnvironmentOutputs } from './outputs.ts';
import { checkAccess, prepareState } from './steps/preflight.ts';
import { healthToken } from './steps/services.ts';
import type { HealthSource } from '../health/reports.ts';

type Outputs = Readonly<Record<string, unknown>>;

/** All that an environment's root module says; empty where nothing is deployed. @throws StackError */
export function readRawOutputs(context: DeployContext): Promise<Outputs> {
  return context.step('outputs', 'Find what is deployed', async (reporter) => {
    return prepareState(context, await checkAccess(context, reporter, false));
  });
}

/**
 * What is deployed to an environment.
 * @throws StackError where nothing is
 */
export async function readOutputs(context: DeployContext): Promise<EnvironmentOutputs> {
  return deployedOutputs(await readRawOutputs(context), context.environment.name);
}

/**
 * Where an environment's health is asked, and what lets one see its details.
 * @throws StackError where nothing is deployed, or the token's secret may not be read
 */
export async function environmentHealthSource(context: DeployContext): Promise<HealthSource> {
  const outputs = await readRawOutputs(context);
  const { url } = deployedOutputs(outputs, context.environment.name);
  return { url, token: await healthToken(outputs, context.region, context.signal) };
}
