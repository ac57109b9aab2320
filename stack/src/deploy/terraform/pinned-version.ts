import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the nearest `.terraform-version` at or above a folder says, which is also what tfenv reads. */
export function pinnedTerraformVersion(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const file = join(folder, '.terraform-version');
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    if (folder === dirname(folder)) return undefined;
  }
}
