import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of a test's own with some files in it. */
export interface TestDirectory {
  readonly path: string;
  /** Writes files, by name. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(): Promise<void>;
}

export async function createTestDirectory(files: Readonly<Record<string, string>> = {}): Promise<TestDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'ztr-test-'));
  const directory: TestDirectory = {
    path,
    async write(more) {
      await Promise.all(Object.entries(more).map(([name, text]) => writeFile(join(path, name), text)));
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
  await directory.write(files);
  return directory;
}
