import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { thisCheckout } from '../../src/checkout.ts';

const listSchema = z.record(z.string(), z.string()).default({});

const manifestSchema = z.object({
  workspaces: z.array(z.string()).default([]),
  dependencies: listSchema,
  devDependencies: listSchema,
});

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

const read = (file: string): unknown => JSON.parse(readFileSync(join(thisCheckout.root, file), 'utf8'));

describe('what the workspaces depend on', () => {
  const { workspaces } = manifestSchema.parse(read('package.json'));
  const manifests = [
    'package.json',
    ...globSync(
      workspaces.map((each) => `${each}/package.json`),
      { cwd: thisCheckout.root },
    ),
  ];

  it('is of one exact version wherever it is named', () => {
    assert.ok(manifests.length > 5);
    const versions = new Map<string, Map<string, string>>();
    for (const file of manifests) {
      const { dependencies, devDependencies } = manifestSchema.parse(read(file));
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        versions.set(name, (versions.get(name) ?? new Map<string, string>()).set(version, file));
      }
    }
    const several = [...versions].filter(([, found]) => found.size > 1);
    assert.deepEqual(
      several.map(([name, found]) => `${name}: ${JSON.stringify(Object.fromEntries(found))}`),
      [],
    );
  });

  it('has one copy of each AWS client', () => {
    const { packages } = lockSchema.parse(read('package-lock.json'));
    const clients = Object.keys(packages).filter((path) => /(?:^|\/)node_modules\/@aws-sdk\/client-[^/]+$/.test(path));
    assert.ok(clients.includes('node_modules/@aws-sdk/client-ssm'));
    assert.deepEqual(
      clients.filter((path) => path.lastIndexOf('node_modules/') > 0),
      [],
    );
  });
});
