import type { Checkout } from '../checkout.ts';
import { deploy } from '../deploy/deploy.ts';
import { runOnEnvironment } from '../deploy/run-on-environment.ts';

/**
 * `make deploy ENV=dev`: from the checkout to the running system in AWS.
 * @returns the process's exit code: 1 when a step failed or the answer was no, 130 when interrupted
 * @throws StackError
 */
export function deployCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  return runOnEnvironment(checkout, env, async (context) => {
    const result = await deploy(context);
    if (!result) return undefined;
    const runs = result.status === 'deployed' ? 'now runs' : 'ran already';
    return { ...result, message: `${result.version} ${runs}: ${result.url}` };
  });
}
