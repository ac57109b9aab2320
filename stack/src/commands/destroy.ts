import type { Checkout } from '../checkout.ts';
import { destroy } from '../deploy/destroy.ts';
import { runOnEnvironment } from '../deploy/run-on-environment.ts';

/**
 * `make destroy ENV=dev`: takes an environment down, after a last snapshot of its database.
 * @returns the process's exit code, as of `make deploy`
 * @throws StackError
 */
export function destroyCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  return runOnEnvironment(checkout, env, async (context) => {
    const result = await destroy(context);
    if (!result) return undefined;
    const { name } = context.environment;
    const kept = result.snapshot ? ` Its database is kept as the snapshot ${result.snapshot}.` : '';
    return { status: 'destroyed', message: `${name} is gone.${kept}` };
  });
}
