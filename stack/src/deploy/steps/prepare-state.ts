import type { DeployContext } from '../context.ts';
import type { Access } from './check-access.ts';

/** The bucket that bootstrap makes, one per account and region. */
export function stateBucket(account: string, region: string): string {
  return `zero-to-running-tfstate-${account}-${region}`;
}

/**
 * Opens the environment's state.
 * @returns what was applied last says of itself
 * @throws StackError
 */
export async function prepareState(
  { region }: DeployContext,
  { module, identity }: Access,
): Promise<Readonly<Record<string, unknown>>> {
  await module.init({ bucket: stateBucket(identity.account, region), region });
  return module.outputs();
}
