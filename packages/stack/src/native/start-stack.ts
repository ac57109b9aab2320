import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Checkout } from '../checkout.ts';
import type { OnState } from '../driver.ts';
import { logPath } from '../logs/log-file.ts';
import { alreadyRunning, SupervisorConnection } from './control.ts';
import { stopStack, supervisorExit } from './stop-stack.ts';
import { markerOf } from '../process/processes.ts';
import { until } from '../process/wait.ts';
import { type ServiceName, serviceNames } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { StackState } from '../state/stack-state.ts';

/** It holds little; a small young generation makes it collect often rather than grow. */
const memoryFlags = ['--max-semi-space-size=1', '--max-old-space-size=64'];

/**
 * Starts the supervisor in a session of its own, so that no terminal's end or Ctrl-C reaches it. It lives on its own
 * once the stack is up; before, it stops when this process is gone, which the pipe to its standard input tells it.
 */
function launchSupervisor(checkout: Checkout): ChildProcess {
  mkdirSync(checkout.logs, { recursive: true });
  const log = openSync(logPath(checkout, 'supervisor'), 'a', 0o600);
  const child = spawn(process.execPath, [...memoryFlags, join(import.meta.dirname, 'supervisor.ts')], {
    cwd: checkout.root,
    env: { ...process.env, ...markerOf(checkout.id) },
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  child.unref();
  return child;
}

/** Longer than any single step of a start may take. */
const silentMs = 150_000;
const joinDeadlineMs = 60_000;

/** Whether nothing is under way any more. */
function isSettled({ phase, services }: StackState): boolean {
  return phase === 'up' && serviceNames.every((name) => ['up', 'failed'].includes(services[name].phase));
}

const hasExited = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

function supervisorFailure(checkout: Checkout, child: ChildProcess): StackError {
  const log = logPath(checkout, 'supervisor');
  const said = readFileSync(log, 'utf8').trim().split('\n').slice(-12).join('\n  ');
  const how = child.signalCode ? `was killed by ${child.signalCode}` : `ended with code ${child.exitCode}`;
  return new StackError(`The stack's supervisor ${how}:\n  ${said}`, { fix: [`The whole log: ${log}`] });
}

/** Connects to the supervisor that runs, or to one that is started for it. */
async function reach(checkout: Checkout): Promise<{ connection: SupervisorConnection; own: boolean }> {
  const end = performance.now() + joinDeadlineMs;
  while (performance.now() < end) {
    const running = await SupervisorConnection.open(checkout.socket);
    if (running) return { connection: running, own: false };
    const child = launchSupervisor(checkout);
    let connection: SupervisorConnection | undefined;
    const connected = async () => (connection = await SupervisorConnection.open(checkout.socket)) !== undefined;
    await until(async () => hasExited(child) || (await connected()), { deadlineMs: 15_000, everyMs: 10 });
    if (connection) return { connection, own: true };
    if (hasExited(child) && child.exitCode !== alreadyRunning) throw supervisorFailure(checkout, child);
    // Another one has the lock: it is about to listen, or about to end.
    await sleep(50);
  }
  throw new StackError('Another `make dev` or `make down` is running in this checkout, and has not ended in time', {
    fix: ['make down ends it.'],
  });
}

/** Follows a start; the last state, or undefined when the supervisor was ended by someone else. */
async function follow(connection: SupervisorConnection, onState: OnState, signal: AbortSignal) {
  const giveUp = () => connection.send({ do: 'stop' });
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  let last: StackState | undefined;
  try {
    for await (const state of connection.states(silentMs)) {
      last = state;
      onState(state);
      if (!signal.aborted && isSettled(state)) break;
    }
  } finally {
    signal.removeEventListener('abort', giveUp);
    connection.close();
  }
  return last;
}

/**
 * Starts what does not run and waits for it; see `StackDriver.start`.
 * @throws StackError
 */
export async function startStack(checkout: Checkout, onState: OnState, signal: AbortSignal): Promise<StackState> {
  for (;;) {
    const { connection, own } = await reach(checkout);
    await connection.command({ do: 'start' });
    const last = await follow(connection, onState, signal);
    signal.throwIfAborted();
    if (last?.phase === 'failed') await supervisorExit(last);
    if (last?.phase === 'up' || last?.phase === 'failed') return last;
    if (last?.phase === 'stopping' && own) throw new StackError('The stack was stopped while it started');
    if (last?.phase === 'stopping') continue;
    await stopStack(checkout, () => undefined);
    throw new StackError("The stack's supervisor was killed, or hangs; all that it had started is stopped", {
      fix: ['Start again: make dev', `Its log: ${logPath(checkout, 'supervisor')}`],
    });
  }
}

/**
 * See `StackDriver.restart`.
 * @throws StackError when the stack does not run, or stops meanwhile
 */
export async function restartService(checkout: Checkout, name: ServiceName, onState: OnState): Promise<StackState> {
  const connection = await SupervisorConnection.open(checkout.socket);
  if (!connection) throw new StackError('The stack is not running', { fix: ['Start it: make dev'] });
  try {
    let asked = false;
    let stopped = false;
    for await (const state of connection.states(silentMs)) {
      const { phase } = state.services[name];
      if (state.phase === 'starting') continue;
      onState(state);
      if (!asked) connection.send({ do: 'restart', service: name });
      asked = true;
      stopped ||= phase === 'stopped' || phase === 'preparing';
      if (stopped && (phase === 'up' || phase === 'failed')) return state;
    }
  } finally {
    connection.close();
  }
  throw new StackError(`The stack was stopped, or hangs, while the ${name} restarted`, { fix: ['make status'] });
}
