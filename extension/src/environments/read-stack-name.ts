import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

const maxBytes = 1024 * 1024;

/**
 * The name that a folder's `.env` gives its stack, and by which its API calls itself whoever has started it; undefined
 * where nothing was ever started. Nothing else of the file is kept.
 */
export async function readStackName(folder: string): Promise<string | undefined> {
  try {
    const file = join(folder, '.env');
    if ((await stat(file)).size > maxBytes) return undefined;
    return parseEnv(await readFile(file, 'utf8'))['COMPOSE_PROJECT_NAME'] || undefined;
  } catch {
    return undefined;
  }
}
