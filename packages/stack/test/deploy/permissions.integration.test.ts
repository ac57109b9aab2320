import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisCheckout } from '../../src/checkout.ts';
import { readNeededCalls } from '../../src/deploy/needed-calls.ts';

const sources = globSync('packages/stack/src/**/*.ts', { cwd: thisCheckout.root })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(thisCheckout.root, file), 'utf8'));

function found(pattern: RegExp): readonly string[] {
  return [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name)))];
}

/** AWS answers these to anyone. */
const unrestricted = new Set(['sts:GetCallerIdentity']);

/** Where IAM's action has another name than the SDK's command. */
const renamed: Readonly<Record<string, string>> = { ListBuckets: 'ListAllMyBuckets' };

describe('what the commands ask of AWS by themselves', () => {
  const actions = found(/callAws\(\s*'([a-z0-9-]+:\w+)'/g);

  it('is in the table of needed calls, each', () => {
    assert.ok(['ec2:DescribeVpcs', 'ecs:RunTask', 'rds:CreateDBSnapshot'].every((each) => actions.includes(each)));
    const listed = new Set(readNeededCalls().map(({ action }) => action));
    assert.deepEqual(
      actions.filter((action) => !unrestricted.has(action) && !listed.has(action)),
      [],
    );
  });

  it('says its action, each command and each list', () => {
    const commands = [...found(/new (\w+)Command\(/g), ...found(/\bpaginate(\w+)\(/g)];
    assert.ok(commands.length > 20);
    const operations = new Set(actions.map((action) => action.split(':')[1]));
    assert.deepEqual(
      commands.filter((command) => !operations.has(renamed[command] ?? command)),
      [],
    );
  });
});
