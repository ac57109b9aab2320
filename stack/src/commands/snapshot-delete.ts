import type { Checkout } from '../checkout.ts';
import { deleteSnapshot } from '../data/delete-snapshot.ts';
import { withDataSession } from '../data/session.ts';
import { resolveTarget } from '../data/target.ts';
import { flagOption, requiredOption } from '../options.ts';
import { confirm } from '../terminal/confirm.ts';
import { printStep } from '../terminal/steps.ts';

/**
 * `make snapshot-delete NAME=`: deletes a snapshot for good, after asking.
 * @returns the process's exit code: 1 when the answer was no
 * @throws StackError
 */
export async function snapshotDeleteCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const name = requiredOption(env, 'NAME', 'before-demo; make snapshots lists them');
  const target = resolveTarget(checkout, env);
  if (!flagOption(env, 'YES', false)) {
    const command = `make snapshot-delete NAME=${name} YES=1`;
    if (
      !(await confirm(`Delete the snapshot ${name} for good?`, 'Nothing is deleted without being asked for', command))
    ) {
      console.log('Nothing was deleted.');
      return 1;
    }
  }
  await withDataSession(target, { verb: 'snapshot-delete', step: printStep }, (session) =>
    deleteSnapshot(session, name),
  );
  console.log(`The snapshot ${name} is deleted.`);
  return 0;
}
