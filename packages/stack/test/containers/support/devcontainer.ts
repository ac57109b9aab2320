import { thisCheckout } from '../../../src/checkout.ts';
import type { ToolResult } from '../../../src/process/run.ts';
import { attempt } from './docker.ts';

const commandLine = `${thisCheckout.root}/node_modules/@devcontainers/cli/devcontainer.js`;

/** Milliseconds in which a busy machine builds the workspace's image and installs in it. */
export const openingMs = 600_000;

/** Runs the dev container command line for a checkout, on the Node that the project carries. */
function devcontainer(root: string, verb: string, ...args: readonly string[]): Promise<ToolResult> {
  return attempt(process.execPath, [commandLine, verb, '--workspace-folder', root, ...args], {
    cwd: root,
    deadlineMs: openingMs,
  });
}

/**
 * Opens a checkout in its dev container, as an editor does.
 * @throws Error with all of the output
 */
export async function openInContainer(root: string, ...args: readonly string[]): Promise<string> {
  const { ok, output, ending } = await devcontainer(root, 'up', ...args);
  if (!ok) throw new Error(`devcontainer up: ${ending}\n${output}`);
  return output;
}

/** Runs a shell command in the dev container, as its user. */
export function inContainer(root: string, command: string): Promise<ToolResult> {
  return devcontainer(root, 'exec', 'sh', '-c', command);
}
