import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../../checkout.ts';
import { messageOf } from '../../errors.ts';
import { fetchServer } from './fetch-redis.ts';
import { fetchedServer, oldestMajor, type RedisServer, serversOnPath } from './servers.ts';
import { sharedPrograms } from './shared-programs.ts';
import { tryLock, waitForLock } from '../../process/lock.ts';
import { runTool } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';

const fetchDeadlineMs = 180_000;

/** How a person installs Redis on this system. */
export function installAdvice(): string {
  if (process.platform === 'darwin') return 'Install it: brew install redis';
  if (existsSync('/etc/debian_version')) return 'Install it: sudo apt-get install redis-server';
  return `Install redis-server or valkey-server, ${oldestMajor} or newer, so that it is on the PATH.`;
}

const folderName = 'redis';

/** The server to use, of those that need no fetching: from the PATH, else one that this machine fetched before. */
export async function installedRedis(tools: string): Promise<RedisServer | undefined> {
  const onPath = await serversOnPath();
  const found = onPath.find(({ major }) => major >= oldestMajor);
  if (found) return found;
  const shared = sharedPrograms();
  const ofMachine = shared === undefined ? undefined : await fetchedServer(join(shared, folderName));
  return ofMachine ?? fetchedServer(join(tools, folderName));
}

async function whyNone(): Promise<string> {
  const [old] = await serversOnPath();
  return old ? `${old.file} is ${old.name}, but ${oldestMajor} or newer is needed` : 'There is no Redis on the PATH';
}

/** Fetches one for all checkouts; where there is no folder for that, for this one alone. */
async function fetchOnce(tools: string, report: (message: string) => void, signal: AbortSignal): Promise<RedisServer> {
  const shared = sharedPrograms();
  if (shared === undefined) return fetchServer(join(tools, folderName), report, signal);
  const onWait = () => report('another checkout is downloading Redis');
  const lock = await waitForLock(join(shared, `${folderName}.lock`), { deadlineMs: fetchDeadlineMs, onWait, signal });
  if (!lock) throw new StackError('another checkout is downloading it, and does not come to an end');
  try {
    return (await installedRedis(tools)) ?? (await fetchServer(join(shared, folderName), report, signal));
  } finally {
    lock.release();
  }
}

/**
 * A Redis or Valkey of version 7 or newer: from the PATH, else one that this machine fetched before, else, on Debian and
 * Ubuntu, one that is fetched now.
 * @param tools folder for it where the user has no cache that can be written to
 * @throws StackError saying why there is none, and how to install one
 */
export async function findRedis(
  tools: string,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<RedisServer> {
  const installed = await installedRedis(tools);
  if (installed) return installed;
  const fix = [installAdvice()];
  const { ok: hasApt } = await runTool('apt-get', ['--version'], { deadlineMs: 5_000 });
  if (!hasApt) throw new StackError(await whyNone(), { fix });
  try {
    return await fetchOnce(tools, report, signal);
  } catch (error) {
    throw new StackError(`${await whyNone()}, and ${messageOf(error)}`, { fix, cause: error });
  }
}

const deadlineMs = 180_000;

/**
 * Gets the Redis that the first start would have to, unless there is one. A stack that runs or starts does it by itself.
 * @throws StackError saying why there is none, and how to install one
 */
export async function fetchPrograms(checkout: Checkout, report: (message: string) => void): Promise<void> {
  const lock = tryLock(checkout.lockFile);
  if (!lock) return;
  try {
    await findRedis(checkout.tools, report, AbortSignal.timeout(deadlineMs));
  } finally {
    lock.release();
  }
}
