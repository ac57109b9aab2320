import type { Checkout } from '../checkout.ts';
import type { OnState, StopResult } from '../driver.ts';
import { SupervisorConnection } from './control.ts';
import { killOrphanedProcesses } from './orphans.ts';
import { type Lock, waitForLock } from '../process/lock.ts';
import { isAlive, markedProcesses } from '../process/processes.ts';
import { terminateProcesses } from '../process/signals.ts';
import { until } from '../process/wait.ts';
import { type ServiceName, serviceNames } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { StackState } from '../state/stack-state.ts';
import { readState, recordedProcesses, removeState } from '../state/state-file.ts';

/** From its last word to its exit. */
const exitMs = 5_000;

/** Waits for a supervisor that has said its last word, which it does before it ends, to be gone. */
export async function supervisorExit(last: StackState | undefined): Promise<void> {
  await until(() => !isAlive(last?.supervisor), { deadlineMs: exitMs });
}

/** It tells about each step; the longest is the API's, which may finish a request. */
const silentMs = 40_000;

function running(state: StackState | undefined): ServiceName[] {
  return serviceNames.filter((name) => state?.services[name].process);
}

async function askSupervisor(checkout: Checkout, onState: OnState): Promise<ServiceName[]> {
  const connection = await SupervisorConnection.open(checkout.socket);
  if (!connection) return [];
  let first: StackState | undefined;
  connection.send({ do: 'stop' });
  for await (const state of connection.states(silentMs)) {
    first ??= state;
    onState(state);
  }
  connection.close();
  // It lets go of the lock before it exits, and is no orphan.
  await supervisorExit(first);
  return running(first);
}

/** A supervisor that has the lock but does not answer: paused, or hanging. */
async function endHolder(checkout: Checkout): Promise<void> {
  const supervisor = readState(checkout)?.supervisor;
  const known = supervisor && isAlive(supervisor) ? [supervisor] : markedProcesses(checkout.id);
  await terminateProcesses(known, [
    { signal: 'SIGTERM', waitMs: 40_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ]);
}

async function takeLock(checkout: Checkout): Promise<Lock> {
  const lock = await waitForLock(checkout.lockFile, { deadlineMs: 5_000 });
  if (lock) return lock;
  await endHolder(checkout);
  const freed = await waitForLock(checkout.lockFile, { deadlineMs: 5_000 });
  if (freed) return freed;
  throw new StackError('The stack cannot be stopped: its supervisor is held by another user, or in an endless wait', {
    fix: ['If it was started by root: sudo make down'],
  });
}

/**
 * Stops the stack and what any earlier one left; see `StackDriver.stop`.
 * @throws StackError when another user has it
 */
export async function stopStack(checkout: Checkout, onState: OnState): Promise<StopResult> {
  const recorded = readState(checkout);
  const stopped = await askSupervisor(checkout, onState);
  const lock = await takeLock(checkout);
  try {
    const orphans = await killOrphanedProcesses(checkout, recordedProcesses(checkout));
    removeState(checkout);
    if (stopped.length > 0 || orphans === 0) return { stopped, orphans };
    return { stopped: running(recorded), orphans };
  } finally {
    lock.release();
  }
}
