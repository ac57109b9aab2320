import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { z } from 'zod';
import { foldersWith } from './support/folders.ts';
import { infra } from './support/infra-copy.ts';

const variablesSchema = z.object({
  variable: z.record(z.string(), z.tuple([z.object({ validation: z.array(z.unknown()).default([]) })])),
});

const runsSchema = z.object({
  run: z.record(z.string(), z.tuple([z.object({ expect_failures: z.array(z.string()).default([]) })])),
});

async function read(file: string): Promise<unknown> {
  return parse(file, readFileSync(file, 'utf8'));
}

/** How many validations a folder's variables have, and how many runs of its tests fail them, by the variable's name. */
async function validations(folder: string): Promise<{ name: string; validated: number; refused: number }[]> {
  const { variable } = variablesSchema.parse(await read(join(infra, folder, 'variables.tf')));
  const [test = ''] = globSync('*.tftest.hcl', { cwd: join(infra, folder) });
  const { run } = runsSchema.parse(await read(join(infra, folder, test)));
  const failing = Object.values(run).flatMap(([{ expect_failures }]) => expect_failures);
  return Object.entries(variable).map(([name, [{ validation }]]) => ({
    name,
    validated: validation.length,
    refused: failing.filter((failure) => failure.includes(`var.${name}}`)).length,
  }));
}

describe('validations of Terraform variables', () => {
  for (const folder of foldersWith('variables.tf')) {
    it(`of ${folder} refuse something in its tests, each of them`, async () => {
      const all = await validations(folder);
      assert.ok(all.some(({ validated }) => validated > 0));
      assert.deepEqual(
        all.filter(({ validated, refused }) => refused < validated),
        [],
      );
    });
  }
});
