import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { planSummarySchema } from '@app/contract/deployment';
import { planLines } from './plan-lines.ts';
import { isEmpty, plannedAction, summarizePlan } from './plan-summary.ts';
import { plannedOutputs, terraformPlanSchema, type TerraformPlan } from './terraform-plan.ts';

/** What Terraform 1.11 wrote of AWS resources. */
function planOf(name: string): TerraformPlan {
  const file = join(import.meta.dirname, '../../../test/deploy/fixtures', `${name}.json`);
  return terraformPlanSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function actionOf(actions: TerraformPlan['resource_changes'][number]['change']['actions']) {
  return plannedAction({ address: 'a', mode: 'managed', type: 't', change: { actions, before: null, after: null } });
}

describe('a plan as Terraform writes it', () => {
  it('may have outputs that are not known before', () => {
    const { planned_values: planned } = terraformPlanSchema.parse({
      planned_values: { outputs: { url: { sensitive: false }, region: { sensitive: false, value: 'us-east-1' } } },
    });
    assert.deepEqual(plannedOutputs({ ...terraformPlanSchema.parse({}), planned_values: planned }), {
      url: undefined,
      region: 'us-east-1',
    });
  });
});

describe('summary of a plan', () => {
  it('counts each action, and leaves out what Terraform only reads', () => {
    const summary = summarizePlan('dev', planOf('plan-of-each-action'), 1.5);
    assert.deepEqual(planSummarySchema.parse(summary), summary);
    assert.deepEqual(summary.counts, { add: 1, change: 1, replace: 1, destroy: 1 });
    assert.equal(summary.resources.length, 4);
    assert.equal(summary.monthlyCostDifferenceUsd, 1.5);
  });

  it('names each resource whose data would be lost, and no other', () => {
    const { dataLosses } = summarizePlan('dev', planOf('plan-of-each-action'), null);
    assert.deepEqual(dataLosses, [
      { address: 'aws_ecr_repository.api[0]', action: 'destroy', holds: 'images, among them those to roll back to' },
      { address: 'aws_s3_bucket.uploads', action: 'replace', holds: 'objects' },
    ]);
  });

  it('is empty when nothing would change', () => {
    const summary = summarizePlan('dev', planOf('plan-of-nothing'), 0);
    assert.ok(isEmpty(summary));
    assert.deepEqual(planLines(summary), ['Nothing would change in dev.']);
  });

  it('takes both orders of replacing for replacing', () => {
    assert.equal(actionOf(['create', 'delete']), 'replace');
    assert.equal(actionOf(['delete', 'create']), 'replace');
    assert.equal(actionOf(['forget']), undefined);
    assert.equal(actionOf(['no-op']), undefined);
  });

  it('says in words what would happen, and what would be lost last', () => {
    const lines = planLines(summarizePlan('dev', planOf('plan-of-each-action'), -12.5)).map(stripVTControlCharacters);
    assert.deepEqual(lines, [
      '  +  add      aws_sqs_queue.jobs[0]',
      '  ~  change   aws_cloudwatch_log_group.api',
      '  ±  replace  aws_s3_bucket.uploads',
      '  -  destroy  aws_ecr_repository.api[0]',
      '',
      'In dev, of the resources in AWS: 1 added, 1 changed, 1 replaced, 1 destroyed.',
      'About 12.50 USD a month less, by docs/costs.md.',
      '',
      'THIS DELETES DATA:',
      '  destroy  aws_ecr_repository.api[0]  holds images, among them those to roll back to',
      '  replace  aws_s3_bucket.uploads      holds objects',
    ]);
  });
});
