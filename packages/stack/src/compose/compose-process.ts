import type { Checkout } from '../checkout.ts';
import { runTool } from '../process/run.ts';
import { terminateProcesses, type ShutdownStep } from '../process/signals.ts';
import { markedProcesses, markerOf } from '../process/processes.ts';
import { composeArguments, projectDirectory } from './docker.ts';

/** How a run of Compose ended. */
export interface ComposeResult {
  readonly ok: boolean;
  readonly output: string;
  readonly ending: string;
}

const keptLines = 400;

/** As by Ctrl-C. */
const interruption: readonly ShutdownStep[] = [
  { signal: 'SIGINT', waitMs: 8_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];

/** Another one than that of native processes, which are not Compose's to end. */
const markerId = (checkout: Checkout) => `${checkout.id}-compose`;

/** Set by make for its own recipes, or choosing other files or another form of output than is read here. */
const notPassedOn = /^(MAKE|MFLAGS|COMPOSE_(PROGRESS|ANSI|PROFILES|PROJECT_NAME)$|BUILDKIT_PROGRESS$)/;

function environmentOf(checkout: Checkout, changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !notPassedOn.test(name));
  return { ...Object.fromEntries(kept), ...markerOf(markerId(checkout)), BUILDKIT_PROGRESS: 'plain', ...changes };
}

/** Ends runs of Compose that outlived the command that began them. */
export async function killOrphanedRuns(checkout: Checkout): Promise<number> {
  const orphans = markedProcesses(markerId(checkout));
  await terminateProcesses(orphans, [
    { signal: 'SIGINT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ]);
  return orphans.length;
}

/** Compose reads the file, in which this is required, for stopping too; any will do. */
export const forStopping = { SECRETS_VERSION: 'not needed for this' };

export interface ComposeOptions {
  readonly onLine?: (line: string) => void;
  readonly environment?: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  /** Aborted to interrupt it, as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

/**
 * Runs Compose in the checkout, in a session of its own, so that Ctrl-C in the terminal reaches this process alone, which
 * passes it on. When it has ended, nothing of it runs any more.
 * @throws StackError as of `projectDirectory`
 */
export async function runCompose(
  checkout: Checkout,
  project: string,
  args: readonly string[],
  { onLine, environment = {}, deadlineMs, signal }: ComposeOptions,
): Promise<ComposeResult> {
  const lines: string[] = [];
  const directory = projectDirectory(checkout);
  const all = composeArguments(project, '--project-directory', directory, ...args);
  const { ok, ending } = await runTool('docker', all, {
    cwd: directory,
    env: environmentOf(checkout, environment),
    detached: true,
    deadlineMs,
    signal,
    shutdown: interruption,
    onLine(line) {
      if (lines.push(line) > keptLines) lines.shift();
      onLine?.(line);
    },
  });
  if (!ok) await killOrphanedRuns(checkout);
  return { ok, ending, output: lines.join('\n') };
}
