import { spawn } from 'node:child_process';
import type { Checkout } from '../checkout.ts';
import { LineSplitter } from '../logs/line-splitter.ts';
import { endProcesses } from '../process/end.ts';
import { identify } from '../process/identity.ts';
import { markedProcesses, markerOf } from '../process/marker.ts';
import { composeArguments } from './docker.ts';

/** How a run of Compose ended. */
export interface ComposeResult {
  readonly ok: boolean;
  readonly output: string;
  readonly ending: string;
}

const keptLines = 400;

/** Another one than that of native processes, which are not Compose's to end. */
const markerId = (checkout: Checkout) => `${checkout.id}-compose`;

/** Set by make for its own recipes, or choosing other files or another form of output than is read here. */
const notPassedOn = /^(MAKE|MFLAGS|COMPOSE_(PROGRESS|ANSI|PROFILES|PROJECT_NAME)$|BUILDKIT_PROGRESS$)/;

function environmentOf(checkout: Checkout, changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !notPassedOn.test(name));
  return { ...Object.fromEntries(kept), ...markerOf(markerId(checkout)), BUILDKIT_PROGRESS: 'plain', ...changes };
}

/** Ends runs of Compose that outlived the command that began them. */
export async function endStrayRuns(checkout: Checkout): Promise<number> {
  const strays = markedProcesses(markerId(checkout));
  await endProcesses(strays, [
    { signal: 'SIGINT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ]);
  return strays.length;
}

export interface ComposeOptions {
  readonly onLine?: (line: string) => void;
  readonly environment?: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  /** Aborted to interrupt it, as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

/**
 * Runs Compose in the checkout, in a session of its own, so that Ctrl-C in the terminal reaches this process alone, which
 * passes it on. Never rejects; when it has ended, nothing of it runs any more.
 */
export async function runCompose(
  checkout: Checkout,
  project: string,
  args: readonly string[],
  { onLine, environment = {}, deadlineMs, signal }: ComposeOptions,
): Promise<ComposeResult> {
  const child = spawn('docker', composeArguments(project, ...args), {
    cwd: checkout.root,
    env: environmentOf(checkout, environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const lines: string[] = [];
  const take = (line: string) => {
    if (lines.push(line) > keptLines) lines.shift();
    onLine?.(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    const splitter = new LineSplitter(take);
    stream
      .setEncoding('utf8')
      .on('data', (text: string) => splitter.push(text))
      .on('end', () => splitter.end());
  }
  const deadline = AbortSignal.timeout(deadlineMs);
  const cut = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const interrupt = () => {
    const self = child.pid === undefined ? undefined : identify(child.pid);
    if (self) void endProcesses([self], [{ signal: 'SIGINT', waitMs: 8_000 }]).then(() => endStrayRuns(checkout));
  };
  cut.addEventListener('abort', interrupt, { once: true });
  if (cut.aborted) interrupt();
  const { promise, resolve } = Promise.withResolvers<Omit<ComposeResult, 'output'>>();
  child.once('error', (error) => resolve({ ok: false, ending: error.message }));
  child.once('close', (code, killedBy) => {
    if (deadline.aborted) resolve({ ok: false, ending: `no end within ${deadlineMs / 1_000} s` });
    else resolve({ ok: code === 0, ending: killedBy ? `killed by ${killedBy}` : `exit code ${code}` });
  });
  const result = await promise;
  cut.removeEventListener('abort', interrupt);
  return { ...result, output: lines.join('\n') };
}
