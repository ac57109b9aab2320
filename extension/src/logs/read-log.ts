import type { Folder } from '../environments/environment.ts';
import { listTargets } from '../make/make-targets.ts';
import { runMake } from '../make/run-make.ts';
import { targetOf } from '../make/target-of.ts';

const deadlineMs = 15_000;

/**
 * The end of a service's log, as the folder's Makefile prints it; undefined where it has no target for that, or the
 * target fails. Nobody is asked or told anything.
 */
export async function readLog(folder: Folder, service: string, signal?: AbortSignal): Promise<string | undefined> {
  const target = targetOf('logs', folder);
  if (!(await listTargets(folder.path)).has(target)) return undefined;
  const env = { SERVICE: service, FOLLOW: '0', NO_COLOR: '1' };
  const run = { folder: folder.path, args: [target], env, deadlineMs };
  const { code, stdout } = await runMake(signal ? { ...run, signal } : run);
  return code === 0 ? stdout : undefined;
}
