import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { planSummarySchema } from '@zero-to-running/contract/deployment';
import { endings, resultOf } from './support/deploy-checkout.ts';
import { Field, stateBucket } from './support/field.ts';

const unattended = { YES: '1', JSON: '1' };

describe('the real infrastructure in a mock AWS (needs Terraform, moto and a Docker engine)', function suite() {
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

  it('lets an environment be planned, with nothing lost', async () => {
    const { code, stdout, output } = await run('plan', { JSON: '1' });
    assert.equal(code, 0, output);
    const plan = planSummarySchema.parse(JSON.parse(stdout));
    assert.ok(plan.counts.add > 50);
    assert.deepEqual(plan.dataLosses, []);
    assert.ok((plan.monthlyCostDifferenceUsd ?? 0) > 20);
  });

  /** The release that runs, as the load balancer shows it. */
  const running = async () => {
    const answer: unknown = await (await fetch(`${field.cloud.url}/health/all`)).json();
    return answer instanceof Object && 'version' in answer ? answer.version : undefined;
  };

  it('is deployed from nothing: foundation, migration, services', async () => {
    const version = await field.checkout.version();
    const result = await run('deploy', unattended);
    assert.deepEqual([result.code, resultOf(result)?.status], [0, 'deployed'], result.output);
    const { foundation, migrate, apply, smoke } = endings(result);
    assert.deepEqual([foundation, migrate, apply, smoke], ['done', 'done', 'done', 'done'], result.output);
    assert.equal(await running(), version);
    assert.equal(field.cloud.migrated.length, 1);
  });

  it('plans nothing then, and finds no drift', async () => {
    const { code, output } = await run('plan', { EMPTY: '1' });
    assert.equal(code, 0, output);
    assert.match(output, /Nothing would change in dev/);
  });

  it('takes a new release without losing anything, and needs no second VPC for it', async () => {
    // With the mock's own and the environment's, as many as its quota allows.
    const others = await Promise.all(['a', 'b', 'c'].map((name) => field.account.makeVpc(name)));
    const version = await field.checkout.change('second');
    const result = await run('deploy', unattended);
    assert.deepEqual([result.code, resultOf(result)?.version], [0, version], result.output);
    assert.doesNotMatch(result.output, /Too few/);
    assert.equal(await running(), version);
    await Promise.all(others.map((id) => field.account.removeVpc(id)));
  });

  it('is destroyed, with its database kept as a snapshot', async () => {
    const result = await run('destroy', { ...unattended, CONFIRM: 'dev' });
    assert.equal(result.code, 0, result.output);
    const kept = (await field.account.snapshots()).filter((name) => name.includes('final'));
    assert.ok(kept.length > 0);
    const { code, output } = await run('logs', { FOLLOW: '0' });
    assert.equal(code, 1);
    assert.match(output, /Nothing is deployed to dev/);
  });
});
