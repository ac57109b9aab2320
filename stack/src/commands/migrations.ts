import type { MigrationReport } from '@zero-to-running/contract/migrations';
import type { Checkout } from '../checkout.ts';
import { readMigrations } from '../data/api-migrations.ts';
import { resolveTarget } from '../data/target.ts';
import { flagOption } from '../options.ts';
import { formatAge } from '../terminal/duration.ts';
import { paint } from '../terminal/style.ts';
import { formatTable, type Cell } from '../terminal/table.ts';

function rows({ applied, pending }: MigrationReport): Cell[][] {
  return [
    ...applied.map(({ name, changed, appliedAt }): Cell[] => [
      name,
      changed ? { text: 'changed', format: 'red' } : { text: 'applied', format: 'green' },
      { text: `${formatAge(appliedAt)} ago`, format: 'dim' },
    ]),
    ...pending.map((name): Cell[] => [name, { text: 'pending', format: 'yellow' }]),
  ];
}

/**
 * `make migrations`: which are applied, pending, or changed since.
 * @returns the process's exit code: 1 when something stands in the way of applying them
 * @throws StackError
 */
export async function migrationsCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const asJson = flagOption(env, 'JSON', false);
  const { database } = resolveTarget(checkout, env);
  const report = await readMigrations(database, database.name);
  if (asJson) console.log(JSON.stringify(report, null, 2));
  else {
    console.log(formatTable(rows(report)).join('\n') || 'There are no migrations.');
    for (const problem of report.problems) console.log(`${paint('red', '✖')} ${problem}`);
    if (report.problems.length === 0 && report.pending.length > 0)
      console.log('To apply what is pending: make migrate');
  }
  return report.problems.length === 0 ? 0 : 1;
}
