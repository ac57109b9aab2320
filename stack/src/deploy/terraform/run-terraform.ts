import { spawn } from 'node:child_process';
import { StackError } from '../../stack-error.ts';

export interface TerraformRun {
  readonly ok: boolean;
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
}

export interface TerraformOptions {
  /** The root module. */
  readonly directory: string;
  readonly deadlineMs: number;
  /** Aborted to stop it as Ctrl-C does: it lets the lock go, and keeps what it has done by then. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each whole line of its output. */
  readonly onLine?: (line: string) => void;
}

/** After the second request, Terraform ends without tidying up. */
const graceMs = 120_000;

function keepEnd(text: string): string {
  return text.slice(-20_000_000);
}

/** @throws StackError when there is no Terraform, or it did not end in time */
export function runTerraform(
  program: string,
  args: readonly string[],
  options: TerraformOptions,
): Promise<TerraformRun> {
  const { promise, resolve, reject } = Promise.withResolvers<TerraformRun>();
  // In a process group of its own: a terminal's Ctrl-C would be its second request to stop, which makes it leave a lock.
  const child = spawn(program, [...args], {
    cwd: options.directory,
    env: { ...process.env, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stdout = '';
  let output = '';
  let rest = '';
  let isLate = false;
  let lastResort: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGINT');
    lastResort ??= setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  const deadline = setTimeout(() => {
    isLate = true;
    stop();
  }, options.deadlineMs);
  options.signal?.addEventListener('abort', stop, { once: true });
  const collect = (text: string) => {
    output = keepEnd(output + text);
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) options.onLine?.(line);
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout = keepEnd(stdout + text);
    collect(text);
  });
  child.stderr.setEncoding('utf8').on('data', collect);
  const settle = () => {
    clearTimeout(deadline);
    clearTimeout(lastResort);
    options.signal?.removeEventListener('abort', stop);
  };
  child.once('error', (error) => {
    settle();
    reject(new StackError(`${program} does not run: ${error.message}`, { cause: error }));
  });
  child.once('close', (exitCode) => {
    settle();
    if (!isLate) resolve({ ok: exitCode === 0, exitCode, stdout, output });
    else
      reject(new StackError(`terraform ${args[0]} was stopped: no end within ${options.deadlineMs / 60_000} minutes`));
  });
  if (options.signal?.aborted) stop();
  return promise;
}
