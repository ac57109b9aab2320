import type { DeployContext } from './context.ts';
import { deployedOutputs, type EnvironmentOutputs } from './outputs.ts';
import { checkAccess, prepareState } from './steps/preflight.ts';
import { healthToken } from './steps/services.ts';
import { StackError } from '../stack-error.ts';

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

/** Where an environment's health is asked, and what lets one see its details. */
interface EnvironmentHealth {
  readonly url: string;
  /** Undefined where the environment has no such secret, or one may not read it. */
  readonly token: string | undefined;
  /** Why one may not read it. */
  readonly refusal?: StackError;
}

/**
 * Where an environment's health is asked. Who may not read the token sees what everybody sees.
 * @throws StackError where nothing is deployed
 */
export async function environmentHealth(context: DeployContext): Promise<EnvironmentHealth> {
  const outputs = await readRawOutputs(context);
  const deployed = deployedOutputs(outputs, context.environment.name);
  const url = context.options.url ?? deployed.url;
  try {
    return { url, token: await healthToken(outputs, context.region, context.signal) };
  } catch (error) {
    if (error instanceof StackError && error.code === 'aws-denied') return { url, token: undefined, refusal: error };
    throw error;
  }
}
