import { spawn, type ChildProcess } from 'node:child_process';
import { LineSplitter } from '../logs/line-splitter.ts';
import { endProcesses, type EndingStep } from '../process/end.ts';
import { groupMembers } from '../process/group.ts';
import { identify, type ProcessIdentity } from '../process/identity.ts';
import type { Launch } from '../process/launch.ts';

const lastSteps: readonly EndingStep[] = [
  { signal: 'SIGTERM', waitMs: 1_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];

/** A running program with everything it starts: they are a process group of their own. */
export class Child {
  readonly identity: ProcessIdentity | undefined;
  /** Says how it ended, such as `exit code 1`; aborted then. */
  readonly ended: AbortSignal;
  readonly #process: ChildProcess;

  /** @param onLine called with each line of its output */
  constructor(launch: Launch, onLine: (line: string) => void) {
    const ended = new AbortController();
    this.ended = ended.signal;
    this.#process = spawn(launch.file, launch.args, {
      cwd: launch.cwd,
      env: launch.env,
      ...(launch.uid === undefined ? {} : { uid: launch.uid }),
      ...(launch.gid === undefined ? {} : { gid: launch.gid }),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.identity = this.#process.pid === undefined ? undefined : identify(this.#process.pid);
    this.#process.once('error', (error) => ended.abort(error.message));
    this.#process.once('exit', (code, signal) => {
      // What it printed last is still on its way.
      setTimeout(() => ended.abort(signal ? `killed by ${signal}` : `exit code ${code}`), 20);
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      const lines = new LineSplitter(onLine);
      stream?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
      stream?.once('end', () => lines.end());
    }
  }

  /** Ends the program and all of its group, whether it still runs or left others behind. */
  async end(steps: readonly EndingStep[]): Promise<void> {
    if (this.identity) await endProcesses([this.identity], steps);
    const { pid } = this.#process;
    if (pid !== undefined) await endProcesses(groupMembers(pid), lastSteps);
  }
}
