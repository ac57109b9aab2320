import type { Checkout } from '../checkout.ts';
import { snapshotsMaxBytes } from '../data/data-options.ts';
import { restore, type Restored } from '../data/restore.ts';
import { withDataSession } from '../data/session.ts';
import { resolveTarget } from '../data/target.ts';
import { requiredOption } from '../options.ts';
import { printStep } from '../terminal/steps.ts';

/** Says what was restored, and how to get back. */
export function printRestored(name: string, { saved, migrated }: Restored): void {
  console.log(`The data are those of the snapshot ${name}.`);
  if (migrated.length > 0) console.log(`They were migrated forward: ${migrated.join(', ')}`);
  if (saved) console.log(`The data of before are the snapshot ${saved}. To go back: make undo`);
}

/**
 * `make restore NAME=`: back to a snapshot, which is kept.
 * @returns the process's exit code
 * @throws StackError
 */
export async function restoreCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const name = requiredOption(env, 'NAME', 'before-demo; make snapshots lists them');
  const maxBytes = snapshotsMaxBytes(checkout, env);
  const target = resolveTarget(checkout, env);
  const restored = await withDataSession(target, { verb: 'restore', step: printStep }, (session) =>
    restore(session, name, { command: 'restore', maxBytes }),
  );
  printRestored(name, restored);
  return 0;
}
