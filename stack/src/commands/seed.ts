import type { Checkout } from '../checkout.ts';
import { emptyCache } from '../data/cache.ts';
import { scaleOption } from '../data/data-options.ts';
import { seedDatabase } from '../data/seed/seed-database.ts';
import { withDataSession } from '../data/session.ts';
import { resolveTarget } from '../data/target.ts';
import { formatDuration } from '../terminal/duration.ts';
import { printStep } from '../terminal/steps.ts';

/**
 * `make seed`: adds example tasks, as many as SCALE says, that are not there yet.
 * @returns the process's exit code
 * @throws StackError
 */
export async function seedCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const scale = scaleOption(env);
  const target = resolveTarget(checkout, env);
  const start = performance.now();
  const added = await withDataSession(target, { verb: 'seed', step: printStep }, async ({ names, step }) => {
    await step(`adding ${scale} tasks`);
    const count = await seedDatabase(target.database, names.live, scale);
    if (count > 0 && target.cache) await emptyCache(target.cache);
    return count;
  });
  const already = scale - added;
  console.log(
    `Added ${added} tasks in ${formatDuration(performance.now() - start)}${already > 0 ? `; ${already} were there already` : ''}.`,
  );
  return 0;
}
