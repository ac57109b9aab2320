import assert from 'node:assert/strict';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NativeCheckout } from './support/checkout.ts';

describe('a native stack on a branch that lacks a migration of its database', function () {
  this.timeout(180_000);
  let stack: NativeCheckout;
  let file: string;
  const name = () => file.slice(file.lastIndexOf('/') + 1);
  const elsewhere = () => join(stack.checkout.root, name());
  const away = () => renameSync(file, elsewhere());
  const back = () => renameSync(elsewhere(), file);

  async function make(verb: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { ok, output } = await stack.make(verb, env);
    assert.ok(ok, `${verb}: ${output}`);
    return output;
  }

  before(async () => {
    stack = await NativeCheckout.create();
    const migrations = join(stack.checkout.root, 'api/src/db/migrations');
    const count = readdirSync(migrations).filter((each) => each.endsWith('.sql')).length;
    file = join(migrations, `${String(count + 1).padStart(4, '0')}_of_the_other_branch.sql`);
    writeFileSync(file, 'ALTER TABLE tasks ADD COLUMN other int;\n');
    await make('dev');
    await make('snapshot', { NAME: 'other-branch' });
    await make('down');
  });
  after(() => stack.remove());

  it('says which file is missing, and keeps the database for the verbs that it names', async () => {
    away();
    const { ok, output } = await stack.make('dev');
    assert.equal(ok, false, output);
    assert.match(output, new RegExp(`does not match the migrations of this branch:\n +${name()} was applied`));
    for (const verb of ['make reset', 'make snapshot NAME=…', 'make migrations'])
      assert.ok(output.includes(verb), output);
    assert.match(await make('snapshots'), /other-branch/);
    assert.match((await stack.make('migrations')).output, new RegExp(name()));
    await make('snapshot', { NAME: 'saved' });
  });

  it('tries again by make dev, and says the same', async () => {
    const { ok, output } = await stack.make('dev');
    assert.equal(ok, false, output);
    assert.match(output, /does not match the migrations of this branch/);
  });

  it('is whole again by make reset, which starts the API', async () => {
    const output = await make('reset', { YES: '1', SCALE: '3' });
    assert.match(output, /restarting the API/);
    await make('health');
    assert.match(await make('dev'), /http:\/\/localhost/);
  });

  it('refuses a snapshot of the other branch there, and restores it when that is checked out', async () => {
    assert.match((await stack.make('restore', { NAME: 'saved' })).output, /does not match this code/);
    back();
    await make('restore', { NAME: 'saved' });
    await make('health');
    rmSync(file);
  });
});
