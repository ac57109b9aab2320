import type { Checkout } from '../checkout.ts';
import { scaleOption, snapshotsMaxBytes } from '../data/data-options.ts';
import { reset } from '../data/reset.ts';
import { withDataSession } from '../data/session.ts';
import { resolveTarget } from '../data/target.ts';
import { flagOption } from '../options.ts';
import { confirm } from '../terminal/confirm.ts';
import { formatDuration } from '../terminal/duration.ts';
import { printStep } from '../terminal/steps.ts';

/**
 * `make reset`: new data, after asking; what was there becomes a snapshot.
 * @returns the process's exit code: 1 when the answer was no
 * @throws StackError
 */
export async function resetCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const target = resolveTarget(checkout, env);
  const options = { scale: scaleOption(env), maxBytes: snapshotsMaxBytes(checkout, env) };
  if (!flagOption(env, 'YES', false)) {
    const { name, host, port } = target.database;
    const question = `Replace all data of the database ${name} at ${host}:${port} by ${options.scale} example tasks, after a snapshot?`;
    if (!(await confirm(question, 'Data are not replaced without being asked for', 'make reset YES=1'))) {
      console.log('Nothing was changed.');
      return 1;
    }
  }
  const start = performance.now();
  const saved = await withDataSession(target, { verb: 'reset', step: printStep }, (session) => reset(session, options));
  console.log(`Reset in ${formatDuration(performance.now() - start)}: ${options.scale} tasks.`);
  if (saved) console.log(`The data of before are the snapshot ${saved}. To go back: make undo`);
  return 0;
}
