import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { messageOf } from '../../errors.ts';
import { StackError } from '../../stack-error.ts';
import { runTool } from '../../process/run-tool.ts';
import { fetchedServer } from './fetched-server.ts';
import { fetchServer } from './fetch-server.ts';
import { oldestMajor, serversOnPath, type RedisServer } from './redis-server.ts';

/** How a person installs Redis on this system. */
export function installAdvice(): string {
  if (process.platform === 'darwin') return 'Install it: brew install redis';
  if (existsSync('/etc/debian_version')) return 'Install it: sudo apt-get install redis-server';
  return `Install redis-server or valkey-server, ${oldestMajor} or newer, so that it is on the PATH.`;
}

export const fetchedDirectory = (tools: string) => join(tools, 'redis');

/** The server to use, of those that need no fetching. */
export async function installedRedis(tools: string): Promise<RedisServer | undefined> {
  const onPath = await serversOnPath();
  return onPath.find(({ major }) => major >= oldestMajor) ?? fetchedServer(fetchedDirectory(tools));
}

async function whyNone(): Promise<string> {
  const [old] = await serversOnPath();
  return old ? `${old.file} is ${old.name}, but ${oldestMajor} or newer is needed` : 'there is no Redis on the PATH';
}

/**
 * A Redis or Valkey of version 7 or newer: from the PATH, else one that was fetched before, else, on Debian and
 * Ubuntu, one that is fetched now.
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
    return await fetchServer(fetchedDirectory(tools), report, signal);
  } catch (error) {
    throw new StackError(`${await whyNone()}, and ${messageOf(error)}`, { fix, cause: error });
  }
}
