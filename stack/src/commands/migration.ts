import type { Checkout } from '../checkout.ts';
import { createMigration } from '../data/create-migration.ts';
import { requiredOption } from '../options.ts';

/**
 * `make migration NAME=`: makes the file of the next migration.
 * @returns the process's exit code
 * @throws StackError
 */
export function migrationCommand({ root }: Checkout, env: NodeJS.ProcessEnv): number {
  const path = createMigration(root, requiredOption(env, 'NAME', 'add_due_date'));
  console.log(`Made ${path}. Write its statements: a running API applies them when you save, else make migrate does.`);
  return 0;
}
