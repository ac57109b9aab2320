import { runTool, type ToolOptions, type ToolResult } from '../../../src/process/run.ts';

const deadlineMs = 200_000;

/** Settings of this process's own stack must not reach the stacks that are tested. */
const foreign = /^(?:COMPOSE_|POSTGRES_|DOCKER_SOCKET$)|_PORT$|^(?:LOG_LEVEL|STACK|STRICT_PORTS)$/;

function cleanEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...more };
}

/** Runs a program without what this process's environment says about a stack. */
export function attempt(
  file: string,
  args: readonly string[],
  options: Partial<ToolOptions> = {},
): Promise<ToolResult> {
  return runTool(file, args, { deadlineMs, ...options, env: cleanEnvironment(options.env) });
}

/**
 * As `attempt`, of what has to succeed.
 * @returns its standard output
 * @throws Error with all of its output
 */
export async function succeed(
  file: string,
  args: readonly string[],
  options: Partial<ToolOptions> = {},
): Promise<string> {
  const { ok, stdout, output, ending } = await attempt(file, args, options);
  if (!ok) throw new Error(`${file} ${args.join(' ')}: ${ending}\n${output}`);
  return stdout.trim();
}

/** @throws Error with all of its output */
export function docker(...args: readonly string[]): Promise<string> {
  return succeed('docker', args);
}

/** What `docker inspect` knows of an object, by a Go template such as `{{.State.Status}}`. */
export function inspect(object: string, template: string): Promise<string> {
  return docker('inspect', '--format', template, object);
}
