import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Milliseconds between asking a program to end and making it. */
const graceMs = 10_000;

interface Start {
  readonly script: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether a line of its output says that it is ready; what it returns is what one waited for. */
  readonly ready: (line: string) => string | null;
  readonly deadlineMs: number;
}

/** A program of this repository in a process of its own, with its output kept. */
export class Program {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /**
   * Starts a script and waits until it is ready.
   * @throws Error with the output when it ends before, or is not ready in time
   */
  static async start({ script, args = [], cwd, env, ready, deadlineMs }: Start): Promise<[Program, string]> {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = new Program(child);
    const fail = (why: string) => new Error(`${script} ${why}; its output:\n${program.lines.join('\n')}`);
    try {
      const found = await new Promise<string>((resolve, reject) => {
        const deadline = setTimeout(() => reject(fail(`is not ready after ${deadlineMs} ms`)), deadlineMs);
        child.once('error', reject);
        child.once('exit', (code) => reject(fail(`has ended with code ${code}`)));
        for (const stream of [child.stdout, child.stderr]) {
          createInterface({ input: stream }).on('line', (line) => {
            program.lines.push(line);
            const result = ready(line);
            if (result === null) return;
            clearTimeout(deadline);
            resolve(result);
          });
        }
      });
      return [program, found];
    } catch (error) {
      await program.stop();
      throw error;
    }
  }

  /** Waits until it ends by itself. */
  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }

  /** Asks it to end, and makes it when it does not. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const lastResort = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(lastResort);
  }
}
