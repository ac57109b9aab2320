import type { Checkout } from '../checkout.ts';
import { snapshotsMaxBytes } from '../data/data-options.ts';
import { withDataSession } from '../data/session.ts';
import { resolveTarget } from '../data/target.ts';
import { undo } from '../data/undo.ts';
import { printStep } from '../terminal/steps.ts';
import { printRestored } from './restore.ts';

/**
 * `make undo`: back to what the last reset, restore or undo replaced.
 * @returns the process's exit code
 * @throws StackError
 */
export async function undoCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const maxBytes = snapshotsMaxBytes(checkout, env);
  const target = resolveTarget(checkout, env);
  const { name, ...restored } = await withDataSession(target, { verb: 'undo', step: printStep }, (session) =>
    undo(session, maxBytes),
  );
  printRestored(name, restored);
  return 0;
}
