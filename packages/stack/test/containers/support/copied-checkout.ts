import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { ComposeCheckout } from './compose-checkout.ts';

/** Another checkout with the `.env` of one, as when a whole folder was copied. */
export async function copyEnvironment(root: string): Promise<ComposeCheckout> {
  const copy = await ComposeCheckout.create('a copy');
  await cp(join(root, '.env'), join(copy.project.root, '.env'));
  return copy;
}
