import type { PlanSummary } from '@zero-to-running/contract/deployment';
import type { Checkout } from '../checkout.ts';
import { environmentContext } from './environment-context.ts';
import { plannedRelease } from './planned-release.ts';
import { checkAccess } from './steps/check-access.ts';
import { makePlan } from './steps/make-plan.ts';
import { prepareState } from './steps/prepare-state.ts';

/**
 * What deploying to the environment that ENV names would do.
 * @param prefersApplied plans with the images that run, whatever the checkout holds
 * @throws StackError
 */
export async function planEnvironment(
  checkout: Checkout,
  env: NodeJS.ProcessEnv,
  prefersApplied: boolean,
): Promise<{ readonly summary: PlanSummary; readonly remark: string }> {
  const context = environmentContext(checkout, env);
  const { environment, options, step } = context;
  return step('plan', `Plan ${environment.name}`, async (voice) => {
    const access = await checkAccess(context, voice, false);
    const outputs = await prepareState(context, access);
    const { release, remark } = await plannedRelease(context, outputs, access.identity.account, prefersApplied);
    const { summary } = await makePlan(context, access.module, { release, lock: options.lock });
    return { summary, remark };
  });
}
