import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { frontendFolder } from './vite-server.ts';

/** What the application is made of. */
const parts = ['index.html', 'package.json', 'vite.config.ts', 'dev', 'public', 'src'];

/** A copy one may change, in a folder that git ignores and from which the dependencies are found. */
export async function copyFrontend(): Promise<string> {
  const ignored = join(frontendFolder, 'dist');
  await mkdir(ignored, { recursive: true });
  const copy = await mkdtemp(join(ignored, 'hot-'));
  await Promise.all(parts.map((part) => cp(join(frontendFolder, part), join(copy, part), { recursive: true })));
  return copy;
}
