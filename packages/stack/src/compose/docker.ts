import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { StackError } from '../stack-error.ts';
import { dockerFailure } from './known-failures.ts';
import { runTool, type ToolOptions, type ToolResult } from '../process/run.ts';

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

/**
 * The folder that Compose is to tell the engine of. Inside the dev container that is the host's, which is there as a link:
 * .devcontainer/entrypoint.sh.
 * @throws StackError inside a dev container that has no such link
 */
export function projectDirectory({ root, isInDevContainer }: Checkout): string {
  if (!isInDevContainer) return root;
  const { HOST_FOLDER: folder } = process.env;
  if (folder && existsSync(join(folder, 'docker-compose.yml'))) return folder;
  throw new StackError(`The dev container does not know the host's folder of this checkout: ${folder || 'no name'}`, {
    fix: ['In the editor, run Dev Containers: Rebuild Container', 'Or use make in a terminal of the host'],
  });
}

/** Compose of that version and later knows what the Compose file uses; the engine likewise, for `start_interval`. */
const oldest = { compose: '2.22', engine: '25.0' } as const;

const updateAdvice = {
  compose: 'Update it: https://docs.docker.com/compose/install/ (or update Docker Desktop)',
  engine: 'Update it: https://docs.docker.com/engine/install/ (or update Docker Desktop)',
} as const;

const doWithout = 'Or run without containers: make dev STACK=native';

/** Whether a version such as `2.40.3-desktop.1` or `v2.20.0` is at least `major.minor`. */
function isAtLeast(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number.parseFloat);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

/** An engine that hangs must not make every command hang. */
const versionDeadlineMs = 5_000;

let versions: ReturnType<typeof ask> | undefined;

async function ask() {
  const [engine, compose] = await Promise.all([
    docker(['version', '--format', '{{.Server.Version}}'], { deadlineMs: versionDeadlineMs }),
    docker(['compose', 'version', '--short'], { deadlineMs: versionDeadlineMs }),
  ]);
  return { engine, compose };
}

/** Asks the engine and Compose for their versions, once per process. Answers as `docker` does. */
export function askVersions(): ReturnType<typeof ask> {
  return (versions ??= ask());
}

function tooOld(what: 'engine' | 'compose', found: string): StackError {
  const name = what === 'compose' ? 'Docker Compose' : 'The Docker engine';
  return new StackError(`${name} is ${found}: too old, ${oldest[what]} or newer is needed`, {
    fix: [updateAdvice[what], doWithout],
  });
}

/** What is wrong with a version that was asked for; nothing when all is well. */
export function versionFault(what: 'engine' | 'compose', version: string): StackError | undefined {
  return isAtLeast(version, oldest[what]) ? undefined : tooOld(what, version);
}

/**
 * Makes sure that there is an engine, and a Compose, that can run the stack.
 * @throws StackError with what to do
 */
export async function requireEngine(): Promise<void> {
  const { engine, compose } = await askVersions();
  if (!engine.ok) throw dockerFailure('The Docker engine cannot be used', engine);
  if (!compose.ok) throw dockerFailure('Docker Compose cannot be used', compose);
  const fault = versionFault('compose', compose.stdout.trim()) ?? versionFault('engine', engine.stdout.trim());
  if (fault) throw fault;
}
