import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleReadme } from '../tools/module-readme.ts';
import { readModule } from '../tools/read-module.ts';
import { foldersWith } from './support/folders.ts';
import { infra } from './support/infra-copy.ts';

describe('READMEs of Terraform modules', () => {
  for (const folder of foldersWith('*.tf')) {
    it(`of ${folder} is as the code is; npm run docs --workspace infra makes it so`, async () => {
      const present = readFileSync(join(infra, folder, 'README.md'), 'utf8');
      assert.equal(present, moduleReadme(present, await readModule(join(infra, folder))));
    });
  }
});
