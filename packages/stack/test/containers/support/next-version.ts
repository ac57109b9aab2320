import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from './project.ts';

/** Builds the image of the API's next version, which brings a migration. */
export async function buildNextVersion(project: Project, version: string): Promise<void> {
  const migrations = join(project.root, 'api/src/db/migrations');
  const last = Math.max(...(await readdir(migrations)).map((file) => Number.parseInt(file, 10) || 0));
  const file = join(migrations, `${String(last + 1).padStart(4, '0')}_colour.sql`);
  await writeFile(file, "ALTER TABLE tasks ADD COLUMN colour text NOT NULL DEFAULT 'none';\n");
  await project.set('APP_VERSION', version);
  await project.compose('build', 'api');
}
