import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { endProcesses, signalProcess, type EndingStep } from '../process/end.ts';
import { describeHolder } from '../ports/holder.ts';
import { isPortFree } from '../ports/is-free.ts';
import { identify } from '../process/identity.ts';
import type { Launch } from '../process/launch.ts';
import { until } from '../process/until.ts';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';

/** A server that runs until it is stopped, or this process exits. */
export interface ThrowawayServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it, and deletes its data if those were made for it alone. Can be called again. */
  stop(): Promise<void>;
}

const startDeadlineMs = 30_000;
const keptOutput = 10_000;

function outputOf(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-keptOutput)));
  }
  return () => output;
}

/**
 * Runs a server and waits until it is ready.
 * @throws StackError with its output when it exits or is not ready within 30 s, or naming who holds its port
 */
export async function startThrowaway(options: {
  readonly name: string;
  readonly launch: Launch;
  readonly port: number;
  readonly url: string;
  readonly ready: () => Promise<boolean>;
  readonly ending: readonly EndingStep[];
  /** Called once, when the server has ended. */
  readonly cleanUp: () => void;
}): Promise<ThrowawayServer> {
  const { name, launch, port, url, ready, ending } = options;
  // Whoever has it would answer for the server that cannot.
  if (!(await isPortFree(port))) {
    throw new StackError(`${name} did not start: port ${port} is held by ${describeHolder(port)}`);
  }
  const child = spawn(launch.file, launch.args, { ...launch, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = outputOf(child);
  const ended = new AbortController();
  const exited = once(child, 'close').finally(() => ended.abort(new Error(`exit code ${child.exitCode}`)));
  const { pid = 0 } = child;
  const identity = identify(pid);
  const lastResort = () => signalProcess(pid, 'SIGKILL');
  if (identity) process.once('exit', lastResort);

  let stopping: Promise<void> | undefined;
  const stopOnce = async () => {
    await endProcesses(identity ? [identity] : [], ending);
    await exited.catch(() => undefined);
    process.removeListener('exit', lastResort);
    options.cleanUp();
  };
  const stop = () => (stopping ??= stopOnce());

  try {
    if (await until(ready, { deadlineMs: startDeadlineMs, signal: ended.signal })) return { url, port, pid, stop };
    throw new Error(`not ready within ${startDeadlineMs / 1_000} s`);
  } catch (error) {
    await stop();
    throw new StackError(`${name} did not start (${messageOf(error)}):\n${output()}`, { cause: error });
  }
}
