import { runTool, type ToolResult } from '../../process/run.ts';
import type { ShutdownStep } from '../../process/signals.ts';
import { StackError } from '../../stack-error.ts';

export interface TerraformOptions {
  /** The root module. */
  readonly directory: string;
  readonly deadlineMs: number;
  /** Aborted to stop it as Ctrl-C does: it lets the lock go, and keeps what it has done by then. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each whole line of its output. */
  readonly onLine?: (line: string) => void;
}

/** After a second request to stop, Terraform would end without tidying up. */
const shutdown: readonly ShutdownStep[] = [
  { signal: 'SIGINT', waitMs: 120_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

/** @throws StackError when there is no Terraform, or it did not end in time */
export async function runTerraform(
  program: string,
  args: readonly string[],
  { directory, deadlineMs, signal, onLine }: TerraformOptions,
): Promise<ToolResult> {
  const result = await runTool(program, args, {
    cwd: directory,
    env: { ...process.env, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' },
    // In a process group of its own: a terminal's Ctrl-C would be its second request to stop, which makes it leave a lock.
    detached: true,
    deadlineMs,
    signal,
    shutdown,
    onLine,
    maxOutput: 20_000_000,
  });
  if (result.timedOut) throw new StackError(`terraform ${args[0]} timed out after ${deadlineMs / 60_000} minutes`);
  if (!result.wasStarted) throw new StackError(`${program} does not run: ${result.ending}`);
  return result;
}
