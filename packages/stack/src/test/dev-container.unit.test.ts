import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { thisCheckout } from '../checkout.ts';
import { areTestsInDevContainer, ofStackBeside, testEnvironment } from './dev-container.ts';

const composeSchema = z.object({
  services: z.object({ workspace: z.object({ environment: z.record(z.string(), z.unknown()) }) }),
});

describe('environment of tests', () => {
  it('has nothing of what the dev container says of the stack beside it', async () => {
    const file = await readFile(join(thisCheckout.root, '.devcontainer/compose.yml'), 'utf8');
    const { environment } = composeSchema.parse(parse(file)).services.workspace;
    assert.deepEqual(Object.keys(environment).toSorted(), ofStackBeside);
  });

  it('still tells that tests run inside', () => {
    const env = testEnvironment({ IN_DEV_CONTAINER: '1', STACK: 'compose', PATH: '/bin' });
    assert.deepEqual([env['STACK'], env['IN_DEV_CONTAINER'], env['PATH']], [undefined, undefined, '/bin']);
    assert.ok(areTestsInDevContainer(env));
  });

  it('is what was given elsewhere', () => {
    const env = { STACK: 'native', PGUSER: 'me' };
    assert.equal(testEnvironment(env), env);
    assert.equal(areTestsInDevContainer(env), false);
  });
});
