import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** The names under which make looks for what it reads, in its order. */
const names = ['GNUmakefile', 'makefile', 'Makefile'];

/** The path of the file that make reads in a folder; undefined where there is none. */
export async function findMakefile(folder: string): Promise<string | undefined> {
  const paths = names.map((name) => join(folder, name));
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.find((_path, index) => found[index]);
}
