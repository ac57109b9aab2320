import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersWith } from '../test/support/folders.ts';
import { infra } from '../test/support/infra-copy.ts';
import { moduleReadme } from './module-readme.ts';
import { readModule } from './read-module.ts';

for (const folder of foldersWith('variables.tf')) {
  const file = join(infra, folder, 'README.md');
  writeFileSync(file, moduleReadme(readFileSync(file, 'utf8'), await readModule(join(infra, folder))));
}
