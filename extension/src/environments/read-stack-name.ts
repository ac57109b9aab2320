import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';

const maxBytes = 1024 * 1024;

/** The name that Compose gives the stack of a folder that gives it none. */
export function defaultStackName(folder: string): string {
  return basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/**
 * The name that a folder's `.env` gives its stack, and by which its API calls itself whoever has started it; undefined
 * where there is no such file, as nothing was ever started. Nothing else of it is kept.
 */
export async function readStackName(folder: string): Promise<string | undefined> {
  try {
    const file = join(folder, '.env');
    if ((await stat(file)).size > maxBytes) return undefined;
    return parseEnv(await readFile(file, 'utf8'))['COMPOSE_PROJECT_NAME'] || defaultStackName(folder);
  } catch {
    return undefined;
  }
}
