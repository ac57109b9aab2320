import { planSummarySchema } from '@zero-to-running/contract/deployment';
import type { Checkout } from '../checkout.ts';
import { flagOption } from '../options.ts';
import { StackError } from '../stack-error.ts';
import { planEnvironment } from '../deploy/plan-environment.ts';
import { planLines } from '../deploy/plan/plan-lines.ts';
import { isEmpty } from '../deploy/plan/plan-summary.ts';

/**
 * `make plan ENV=dev`: what deploying would do, changing nothing.
 * EMPTY=1 plans with the images that run, and makes a plan that would change something a failure.
 * @returns the process's exit code
 * @throws StackError
 */
export async function planCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const mustBeEmpty = flagOption(env, 'EMPTY', false);
  const isJson = flagOption(env, 'JSON', false);
  const { summary, remark } = await planEnvironment(checkout, env, mustBeEmpty);
  if (isJson) console.log(JSON.stringify(planSummarySchema.parse(summary), null, 2));
  else console.log([...planLines(summary), ...(remark ? ['', remark] : [])].join('\n'));
  if (!mustBeEmpty || isEmpty(summary)) return 0;
  throw new StackError(`${summary.environment} is not as the repository says`, {
    fix: [
      `Somebody changed it by hand, or a deployment is missing. To make it so: make deploy ENV=${summary.environment}`,
    ],
  });
}
