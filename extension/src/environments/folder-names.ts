import { basename, dirname } from 'node:path';
import type { Folder } from './environment.ts';

/** The folders with names that tell them apart: where several have one, by the folder that each is in. */
export function withDistinctNames(folders: readonly Folder[]): Folder[] {
  const isShared = ({ name }: Folder) => folders.filter((each) => each.name === name).length > 1;
  return folders.map((folder) =>
    isShared(folder) ? { ...folder, name: `${folder.name} (${basename(dirname(folder.path))})` } : folder,
  );
}
