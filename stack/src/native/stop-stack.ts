import type { Checkout } from '../checkout.ts';
import type { OnState, StopResult } from '../driver.ts';
import { endProcesses } from '../process/end.ts';
import { isAlive } from '../process/identity.ts';
import { markedProcesses } from '../process/marker.ts';
import { until } from '../process/until.ts';
import { serviceNames, type ServiceName } from '../services.ts';
import { StackError } from '../stack-error.ts';
import { readState } from '../state/read-state.ts';
import type { StackState } from '../state/stack-state.ts';
import { removeState } from '../state/write-state.ts';
import { tryLock, type Lock } from './lock.ts';
import { recordedProcesses } from './recorded-processes.ts';
import { endStrays } from './strays.ts';
import { SupervisorConnection } from './supervisor-connection.ts';
import { supervisorExit } from './supervisor-exit.ts';

/** It tells about each step; the longest is the database's shutdown. */
const silentMs = 20_000;

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
  // It lets go of the lock before it exits, and is no stray.
  await supervisorExit(first);
  return running(first);
}

async function waitForLock(checkout: Checkout, deadlineMs: number): Promise<Lock | undefined> {
  let lock: Lock | undefined;
  await until(() => (lock = tryLock(checkout.lockFile)) !== undefined, { deadlineMs });
  return lock;
}

/** A supervisor that has the lock but does not answer: paused, or hanging. */
async function endHolder(checkout: Checkout): Promise<void> {
  const supervisor = readState(checkout)?.supervisor;
  const known = supervisor && isAlive(supervisor) ? [supervisor] : markedProcesses(checkout.id);
  await endProcesses(known, [
    { signal: 'SIGTERM', waitMs: 20_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ]);
}

async function takeLock(checkout: Checkout): Promise<Lock> {
  const lock = await waitForLock(checkout, 5_000);
  if (lock) return lock;
  await endHolder(checkout);
  const freed = await waitForLock(checkout, 5_000);
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
    const strays = await endStrays(checkout, recordedProcesses(checkout));
    removeState(checkout);
    if (stopped.length > 0 || strays === 0) return { stopped, strays };
    return { stopped: running(recorded), strays };
  } finally {
    lock.release();
  }
}
