import { runTool, type ToolOptions, type ToolResult } from '../process/run-tool.ts';

type DockerOptions = Partial<ToolOptions>;

const deadlineMs = 20_000;

/** Runs the engine's command line to its end. Never rejects. */
export function docker(args: readonly string[], options: DockerOptions = {}): Promise<ToolResult> {
  return runTool('docker', args, { deadlineMs, ...options });
}

/** Arguments for `docker` that make it Compose's, in words that do not depend on a terminal. */
export function composeArguments(project: string, ...args: readonly string[]): string[] {
  return ['compose', '--ansi', 'never', '--project-name', project, ...args];
}
