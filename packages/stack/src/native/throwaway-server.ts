import { terminateProcesses, type ShutdownStep } from '../process/signals.ts';
import { describeHolder } from '../ports/allocate.ts';
import { isPortFree } from '../ports/free-port.ts';
import { startProgram, type Launch } from '../process/run.ts';
import { until } from '../process/wait.ts';
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
  readonly ending: readonly ShutdownStep[];
  /** Called once, when the server has ended. */
  readonly cleanUp: () => void;
}): Promise<ThrowawayServer> {
  const { name, launch, port, url, ready, ending } = options;
  // Whoever has it would answer for the server that cannot.
  if (!(await isPortFree(port))) {
    throw new StackError(`${name} did not start: port ${port} is held by ${describeHolder(port)}`);
  }
  let output = '';
  const { identity, exited, closed } = startProgram(launch, {
    onOutput: (text) => (output = (output + text).slice(-keptOutput)),
  });
  const ended = new AbortController();
  void exited.then((how) => ended.abort(new Error(how.ending)));

  let stopping: Promise<void> | undefined;
  const stopOnce = async () => {
    await terminateProcesses(identity ? [identity] : [], ending);
    await closed;
    options.cleanUp();
  };
  const stop = () => (stopping ??= stopOnce());

  try {
    if ((await until(ready, { deadlineMs: startDeadlineMs, signal: ended.signal })) && identity) {
      return { url, port, pid: identity.pid, stop };
    }
    throw new Error(`not ready within ${startDeadlineMs / 1_000} s`);
  } catch (error) {
    await stop();
    throw new StackError(`${name} did not start (${messageOf(error)}):\n${output}`, { cause: error });
  }
}
