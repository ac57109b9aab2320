import type { Checkout } from '../checkout.ts';
import { readIdentity } from '../deploy/aws/identity.ts';
import { logIn } from '../deploy/aws/registry.ts';
import { environmentContext } from '../deploy/environment-context.ts';
import { accountRegistry } from '../deploy/images/image.ts';

/**
 * `make registry-login ENV=dev`: lets Docker, and what reads its settings, use the account's registry.
 * @returns the process's exit code
 * @throws StackError
 */
export async function registryLoginCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const { region, signal } = environmentContext(checkout, env);
  const { account } = await readIdentity(region, signal);
  const registry = accountRegistry(account, region);
  await logIn(registry, region, signal);
  console.log(`Docker may use ${registry} for twelve hours.`);
  return 0;
}
