import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Launch } from '../../process/launch.ts';
import { runTool } from '../../process/run-tool.ts';

const deadlineMs = 60_000;

/**
 * Bundles the frontend's dependencies before the first start, in a process that ends: in the development server itself,
 * the bundler's 200 MB would stay for as long as that runs. If it fails, the server bundles them and says what is wrong.
 */
export async function bundleDependencies(
  vite: Launch,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  // Installing the dependencies deletes what was bundled of the ones before.
  if (existsSync(join(vite.cwd, 'node_modules/.vite/deps/_metadata.json'))) return;
  report('bundling dependencies, once');
  const { file, args, cwd, env } = vite;
  const [script = '', ...options] = args;
  await runTool(file, [script, 'optimize', ...options], { cwd, env, deadlineMs, signal });
}
