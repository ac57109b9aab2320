import type { DeployContext } from './context.ts';
import { deployedOutputs, type EnvironmentOutputs } from './outputs.ts';
import { checkAccess } from './steps/check-access.ts';
import { prepareState } from './steps/prepare-state.ts';

/**
 * What is deployed to an environment.
 * @throws StackError where nothing is
 */
export function readOutputs(context: DeployContext): Promise<EnvironmentOutputs> {
  return context.step('outputs', 'Find what is deployed', async (voice) => {
    const access = await checkAccess(context, voice, false);
    return deployedOutputs(await prepareState(context, access), context.environment.name);
  });
}
