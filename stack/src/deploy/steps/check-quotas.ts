import { quotaWarnings } from '../aws/quotas.ts';
import type { DeployContext } from '../context.ts';
import type { StepVoice } from '../report/step-runner.ts';

/** Says of what the account has too little left for the environment; what stands of it already is its own. */
export async function checkQuotas({ environment, region, signal }: DeployContext, voice: StepVoice): Promise<void> {
  const owner = `zero-to-running-${environment.name}`;
  for (const warning of await quotaWarnings({ owner, region, signal })) voice.note(`! ${warning}`);
}
