import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { terminateProcesses, signalProcess, type ShutdownStep } from '../process/signals.ts';
import { groupMembers, identify, processTable } from '../process/processes.ts';
import { until } from '../process/wait.ts';
import type { Interruption } from './interruption.ts';

/** How a program ended. */
export interface Exit {
  /** Null when it was ended. */
  readonly code: number | null;
  readonly reason: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly deadlineMs: number;
  readonly interruption: Pick<Interruption, 'signal' | 'asked' | 'urged'>;
  /** Milliseconds it has to end by itself when it is told to. */
  readonly graceMs?: number;
  /** File descriptor that its output goes to; this process's own output by default. */
  readonly output?: number;
}

/** In the environment of all that a run starts, also of what leaves its process group. */
const variable = 'ZERO_TO_RUNNING_TEST_RUN';

const patiently: readonly ShutdownStep[] = [
  { signal: 'SIGTERM', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

/**
 * Runs a program in a process group of its own. At the deadline, or when this process is interrupted, the
 * group is told to end, and all that is left then, in the group or not, is made to.
 * @throws where there is no such program
 */
export async function runToEnd(
  [program, ...args]: readonly [string, ...string[]],
  { cwd, env, deadlineMs, interruption, graceMs = 30_000, output }: RunOptions,
): Promise<Exit> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const stopped = AbortSignal.any([deadline, interruption.asked]);
  if (stopped.aborted) return { code: null, reason: `not begun: ${interruption.signal}` };
  const id = randomUUID();
  const child = spawn(program, args, {
    cwd,
    env: { ...env, [variable]: id },
    stdio: ['ignore', output ?? 'inherit', output ?? 'inherit'],
    detached: true,
  });
  const { pid } = child;
  const { promise, resolve, reject } = Promise.withResolvers<Exit>();
  child
    .once('error', reject)
    .once('exit', (code, signal) => resolve({ code, reason: signal ? `ended by ${signal}` : `exit code ${code}` }));

  const end = async () => {
    if (pid === undefined) return;
    signalProcess(-pid, 'SIGINT');
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null || interruption.urged.aborted;
    await until(hasEnded, { deadlineMs: graceMs });
    const marked = processTable.withEnvironment(`${variable}=${id}`).flatMap((each) => identify(each) ?? []);
    await terminateProcesses(
      [...groupMembers(pid), ...marked],
      interruption.urged.aborted ? patiently.slice(1) : patiently,
    );
  };
  let ending: Promise<void> | undefined;
  stopped.addEventListener('abort', () => (ending = end()), { once: true });

  const exit = await promise;
  await ending;
  if (interruption.signal) return { code: null, reason: `interrupted by ${interruption.signal}` };
  return ending ? { code: null, reason: `not finished after ${deadlineMs / 1_000} s` } : exit;
}
