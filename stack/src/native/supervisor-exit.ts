import { isAlive } from '../process/identity.ts';
import { until } from '../process/until.ts';
import type { StackState } from '../state/stack-state.ts';

/** From its last word to its exit. */
const exitMs = 5_000;

/** Waits for a supervisor that has said its last word, which it does before it ends, to be gone. */
export async function supervisorExit(last: StackState | undefined): Promise<void> {
  await until(() => !isAlive(last?.supervisor), { deadlineMs: exitMs });
}
