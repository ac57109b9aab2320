import type { Checkout } from '../checkout.ts';
import { rollback } from '../deploy/rollback.ts';
import { runOnEnvironment } from '../deploy/run-on-environment.ts';

/**
 * `make rollback ENV=dev`: back to the release that was good before.
 * @returns the process's exit code, as of `make deploy`
 * @throws StackError
 */
export function rollbackCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  return runOnEnvironment(checkout, env, async (context) => {
    const result = await rollback(context);
    return result && { ...result, message: `${result.version} runs again: ${result.url}` };
  });
}
