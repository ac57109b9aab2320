import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inspectServer, programs, type RedisServer } from './redis-server.ts';

function subdirectories(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

/** Where the unpacked packages of Debian below `root` have their shared libraries. */
export function libraryPath(root: string): string {
  return ['lib', 'usr/lib']
    .map((name) => join(root, name))
    .flatMap((folder) => [folder].concat(subdirectories(folder)))
    .join(delimiter);
}

/** The program in packages that were unpacked below `root`. */
export function fetchedProgram(root: string): string | undefined {
  return programs.map((program) => join(root, 'usr/bin', program)).find((file) => existsSync(file));
}

/** The server that was fetched into `.stack/tools` before. */
export async function fetchedServer(root: string): Promise<RedisServer | undefined> {
  const file = fetchedProgram(root);
  return file ? inspectServer(file, { LD_LIBRARY_PATH: libraryPath(root) }) : undefined;
}
