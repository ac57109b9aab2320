import type { Checkout } from '../checkout.ts';
import { snapshotsMaxBytes } from '../data/data-options.ts';
import { withDataSession } from '../data/session.ts';
import { checkNewName } from '../data/snapshot-names.ts';
import { takeSnapshot } from '../data/take-snapshot.ts';
import { resolveTarget } from '../data/target.ts';
import { printStep } from '../terminal/steps.ts';

/**
 * `make snapshot`: copies the data aside, under NAME where that is given.
 * @returns the process's exit code
 * @throws StackError
 */
export async function snapshotCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const wanted = env['NAME'] || undefined;
  if (wanted !== undefined) checkNewName(wanted);
  const maxBytes = snapshotsMaxBytes(checkout, env);
  const target = resolveTarget(checkout, env);
  const name = await withDataSession(target, { verb: 'snapshot', step: printStep }, (session) =>
    takeSnapshot(session, { name: wanted, maxBytes }),
  );
  console.log(`The data of now are the snapshot ${name}. To come back to them: make restore NAME=${name}`);
  if (wanted === undefined) console.log('It has no name of yours: of such, the last ten are kept.');
  return 0;
}
