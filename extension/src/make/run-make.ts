import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { l10n } from '@zero-to-running/health/words/l10n';

/** make itself cannot be run. */
export class MakeMissing extends Error {
  override readonly name = 'MakeMissing';
}

/** make gives a Makefile up; the message is what make says of it. */
export class MakefileUnreadable extends Error {
  override readonly name = 'MakefileUnreadable';
}

/** A program did not end in time, or printed more than anyone reads. */
export class MakeOutOfBounds extends Error {
  override readonly name = 'MakeOutOfBounds';
  /** What it had too much of. */
  readonly bound: 'time' | 'output';

  constructor(message: string, bound: MakeOutOfBounds['bound']) {
    super(message);
    this.bound = bound;
  }
}

/**
 * A target's options as arguments for make, which are what it takes for options; from its environment it takes none. What
 * looks like make's own syntax in a value is escaped, so that it is not expanded.
 */
export function optionArguments(options: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(options).map(([name, value]) => `${name}=${value.replaceAll('$', '$$$$')}`);
}

/** Sends a signal to a process that leads a group, and to what it started. */
export function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Bytes of output that are kept of each kind; a program that prints more is ended. */
const outputLimit = 4 * 1024 * 1024;

/** Milliseconds between asking it to end and making it. */
const graceMs = 15_000;

export interface MakeRun {
  /** Absolute path of the folder with the Makefile. */
  readonly folder: string;
  readonly args: readonly string[];
  /** Beside this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

interface MakeOutput {
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

/** The last lines of what a program printed that say something, without colours and without make's own remark. */
export function lastLines(output: string, count: number): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^make(\[\d+\])?: \*\*\* /.test(line));
  return lines.slice(-count).join('\n');
}

/**
 * What a make that did not succeed means by its exit code.
 * @param code undefined where something ended it that left none: a closed terminal, or a signal
 * @param started whether its process was started at all
 */
export function explainExit(code: number | undefined, started = true): string {
  if (!started || code === 127) return l10n.t('It could not be run. Is make installed?');
  if (code === undefined) return l10n.t('It was stopped before it finished.');
  if (code === 130 || code === 143) return l10n.t('It was interrupted.');
  if (code === 2) return l10n.t('Its last lines say why.');
  return l10n.t('It ended with exit code {0}.', code);
}
