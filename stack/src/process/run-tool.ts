import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { signalProcess } from './end.ts';
import { withDescendants } from './group.ts';

export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** Written to its standard input; nothing is without it. */
  readonly input?: string;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** Characters of its output that are kept, from the end; a million without it. */
  readonly maxOutput?: number;
}

/** How a program ended. */
export interface ToolResult {
  /** Exited with code 0, in time. */
  readonly ok: boolean;
  /** Standard output alone. */
  readonly stdout: string;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
  /** Such as "exit code 1", for messages. */
  readonly ending: string;
}

function collect(stream: Readable | null, append: (text: string) => void): void {
  stream?.setEncoding('utf8').on('data', append);
}

/** Runs a program to its end, and kills it, with all it started, at the deadline or when the signal is aborted. Never rejects. */
export function runTool(file: string, args: readonly string[], options: ToolOptions): Promise<ToolResult> {
  const { input, deadlineMs, signal, maxOutput = 1_000_000, ...spawnOptions } = options;
  const { promise, resolve } = Promise.withResolvers<ToolResult>();
  const deadline = AbortSignal.timeout(deadlineMs);
  const cancelled = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const child = spawn(file, args, { ...spawnOptions, stdio: 'pipe' });
  const { pid } = child;
  // With all it has started, such as what fetches for apt.
  const kill = () =>
    (pid === undefined ? [] : withDescendants([pid])).forEach((each) => signalProcess(each, 'SIGKILL'));
  if (cancelled.aborted) kill();
  else cancelled.addEventListener('abort', kill, { once: true });
  let stdout = '';
  let output = '';
  const keep = (text: string) => {
    output = (output + text).slice(-maxOutput);
  };
  const settle = (ok: boolean, ending: string) => resolve({ ok, stdout, output, ending });
  collect(child.stdout, (text) => {
    stdout = (stdout + text).slice(-maxOutput);
    keep(text);
  });
  collect(child.stderr, keep);
  child.stdin.once('error', () => undefined).end(input);
  child.once('error', (error) => {
    if (pid === undefined) settle(false, error.message);
  });
  child.once('exit', () => cancelled.removeEventListener('abort', kill));
  child.once('close', (code, killedBy) => {
    if (deadline.aborted) settle(false, `no end within ${deadlineMs / 1_000} s`);
    else settle(code === 0, killedBy ? `killed by ${killedBy}` : `exit code ${code}`);
  });
  return promise;
}
