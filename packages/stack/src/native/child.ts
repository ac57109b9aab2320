import { LineSplitter } from '../logs/log-line.ts';
import { groupMembers, type ProcessIdentity } from '../process/processes.ts';
import { type Launch, startProgram } from '../process/run.ts';
import { type ShutdownStep, terminateProcesses } from '../process/signals.ts';

const lastSteps: readonly ShutdownStep[] = [
  { signal: 'SIGTERM', waitMs: 1_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];

/** A running program with everything it starts: they are a process group of their own. */
export class Child {
  readonly identity: ProcessIdentity | undefined;
  /** Says how it ended, such as `exit code 1`; aborted then. */
  readonly ended: AbortSignal;

  /** @param onLine called with each line of its output */
  constructor(launch: Launch, onLine: (line: string) => void) {
    const ended = new AbortController();
    this.ended = ended.signal;
    const lines = { stdout: new LineSplitter(onLine), stderr: new LineSplitter(onLine) };
    const { identity, exited, closed } = startProgram(launch, {
      detached: true,
      onOutput: (text, stream) => lines[stream].push(text),
    });
    this.identity = identity;
    // What it printed last is still on its way.
    void exited.then(({ ending }) => setTimeout(() => ended.abort(ending), 20));
    void closed.then(() => Object.values(lines).forEach((each) => each.end()));
  }

  /** Ends the program and all of its group, whether it still runs or left others behind. */
  async end(steps: readonly ShutdownStep[]): Promise<void> {
    if (!this.identity) return;
    await terminateProcesses([this.identity], steps);
    await terminateProcesses(groupMembers(this.identity.pid), lastSteps);
  }
}
