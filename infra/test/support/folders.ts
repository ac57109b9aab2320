import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { infra } from './infra-copy.ts';

/** Folders of `infra` that have a file of this name, such as `modules/network`, in order. */
export function foldersWith(pattern: string): string[] {
  const files = globSync([`modules/*/${pattern}`, `environments/*/${pattern}`, `bootstrap/${pattern}`], { cwd: infra });
  return [...new Set(files.map((file) => dirname(file)))].toSorted();
}
