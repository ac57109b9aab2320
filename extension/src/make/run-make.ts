import { spawn } from 'node:child_process';
import { endGroup } from './end-group.ts';
import { MakeMissing, MakeOutOfBounds } from './make-error.ts';

/** Bytes of output that are kept of each kind; a program that prints more is ended. */
const outputLimit = 4 * 1024 * 1024;

/** Milliseconds between asking it to end and making it. */
const graceMs = 15_000;

export interface MakeRun {
  /** Absolute path of the folder with the Makefile. */
  readonly folder: string;
  readonly args: readonly string[];
  /** Options of the target. Not arguments, in which make would expand what looks like its own syntax. */
  readonly env: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

export interface MakeOutput {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs make without a shell or a terminal, to read what it prints.
 * @throws MakeMissing where there is no make, MakeOutOfBounds past the deadline or the limit of output
 */
export function runMake(request: MakeRun): Promise<MakeOutput> {
  const { folder, args, env, deadlineMs, signal } = request;
  const child = spawn('make', ['--no-print-directory', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let overrun: MakeOutOfBounds | undefined;
  let lastResort: NodeJS.Timeout | undefined;
  const end = () => {
    endGroup(child.pid, 'SIGTERM');
    lastResort ??= setTimeout(() => endGroup(child.pid, 'SIGKILL'), graceMs);
  };
  const endFor = (bound: MakeOutOfBounds['bound'], reason: string) => {
    overrun ??= new MakeOutOfBounds(`make ${args.join(' ')} ${reason}`, bound);
    end();
  };
  const deadline = setTimeout(() => endFor('time', `did not end within ${deadlineMs / 1000} s`), deadlineMs);
  const output = { stdout: '', stderr: '' };
  for (const source of ['stdout', 'stderr'] as const) {
    child[source].setEncoding('utf8').on('data', (text: string) => {
      if (output[source].length + text.length > outputLimit) return endFor('output', 'printed too much');
      output[source] += text;
    });
  }
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const ended = new Promise<MakeOutput>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new MakeMissing('make cannot be found', { cause: error }) : error);
    });
    child.once('close', (code) => (overrun ? reject(overrun) : resolve({ code, ...output })));
  });
  return ended.finally(() => {
    clearTimeout(deadline);
    clearTimeout(lastResort);
    signal?.removeEventListener('abort', end);
  });
}
