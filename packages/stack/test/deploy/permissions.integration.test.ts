import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { thisCheckout } from '../../src/checkout.ts';

function textOf(pattern: string): string {
  const files = globSync(pattern, { cwd: thisCheckout.root });
  return files.map((file) => readFileSync(join(thisCheckout.root, file), 'utf8')).join('\n');
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))];
}

/** AWS answers these to anyone. */
const unrestricted = new Set(['sts:GetCallerIdentity']);

describe('permissions of the role that deploys', () => {
  const called = matches(textOf('packages/stack/src/deploy/**/*.ts'), /callAws\(\s*'([a-z0-9]+:\w+)'/g);
  const allowed = matches(textOf('infra/modules/deploy-role/*.tf'), /"([a-z0-9-]+:[\w*]+)"/g);

  it('are all that the commands ask AWS for', () => {
    assert.ok(['ec2:DescribeVpcs', 'ecs:RunTask', 'rds:CreateDBSnapshot'].every((each) => called.includes(each)));
    const missing = called.filter(
      (action) => !unrestricted.has(action) && !allowed.some((pattern) => matchesGlob(action, pattern)),
    );
    assert.deepEqual(missing, []);
  });
});
