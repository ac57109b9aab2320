import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { planSummarySchema } from '@zero-to-running/contract/deployment';
import { endings, resultOf } from './support/deploy-checkout.ts';
import { Field, stateBucket } from './support/field.ts';

const unattended = { YES: '1', JSON: '1' };

describe('preparing an account, a mock AWS (needs Terraform, moto and a Docker engine)', function suite() {
  this.timeout(600_000);
  let field: Field;

  before(async function prepare() {
    if (!(await Field.isPossible())) this.skip();
    field = await Field.create('real');
  });
  after(() => field?.remove());

  const run = (verb: string, env: NodeJS.ProcessEnv = {}, interruptAt?: string) =>
    field.checkout.run(verb, env, interruptAt);
  const localState = () => existsSync(join(field.checkout.root, 'infra/bootstrap/terraform.tfstate'));

  it('is asked for by what needs it', async () => {
    const { code, output } = await run('plan');
    assert.equal(code, 1);
    assert.match(output, /bucket for the state is not there[^]*make bootstrap/);
  });

  it('continues after it was interrupted before the state had moved into its bucket', async () => {
    const interrupted = await run('bootstrap', unattended, 'move');
    assert.equal(interrupted.code, 130, interrupted.output);
    const { code, output } = await run('bootstrap', unattended);
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`states are in ${stateBucket}`));
    assert.equal(localState(), false);
  });

  it('finds all done when it runs again', async () => {
    const again = await run('bootstrap', unattended);
    assert.deepEqual([again.code, resultOf(again)?.status], [0, 'prepared'], again.output);
    assert.equal(endings(again)['move'], 'skipped', again.output);
    assert.match(resultOf(again)?.message ?? '', /account is ready/);
    assert.equal(localState(), false);
  });

  it('lets the real environment be planned, with nothing lost', async () => {
    const { code, stdout, output } = await run('plan', { JSON: '1' });
    assert.equal(code, 0, output);
    const plan = planSummarySchema.parse(JSON.parse(stdout));
    assert.ok(plan.counts.add > 50);
    assert.deepEqual(plan.dataLosses, []);
    assert.ok((plan.monthlyCostDifferenceUsd ?? 0) > 20);
  });
});
