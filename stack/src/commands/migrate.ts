import type { Checkout } from '../checkout.ts';
import { applyMigrations } from '../data/api-migrations.ts';
import { withDataSession } from '../data/session.ts';
import { resolveTarget } from '../data/target.ts';
import { printStep } from '../terminal/steps.ts';

/**
 * `make migrate`: applies what is pending.
 * @returns the process's exit code
 * @throws StackError
 */
export async function migrateCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const target = resolveTarget(checkout, env);
  const options = { verb: 'migrate', step: printStep };
  const output = await withDataSession(target, options, ({ names }) => applyMigrations(target.database, names.live));
  console.log(output);
  return 0;
}
