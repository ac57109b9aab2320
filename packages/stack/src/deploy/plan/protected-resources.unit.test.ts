import assert from 'node:assert/strict';
import { protectedResources } from './plan-summary.ts';
import { terraformPlanSchema } from './terraform-plan.ts';

function planOf(type: string, actions: readonly string[], before: object | null) {
  return terraformPlanSchema.parse({
    resource_changes: [{ address: `${type}.this`, mode: 'managed', type, change: { actions, before, after: null } }],
  });
}

describe('resources that AWS refuses to delete', () => {
  it('are those that are protected, and go', () => {
    const database = { deletion_protection: true };
    assert.deepEqual(protectedResources(planOf('aws_db_instance', ['delete'], database)), ['aws_db_instance.this']);
    assert.deepEqual(protectedResources(planOf('aws_db_instance', ['delete', 'create'], database)), [
      'aws_db_instance.this',
    ]);
    const balancer = { enable_deletion_protection: true };
    assert.deepEqual(protectedResources(planOf('aws_lb', ['delete'], balancer)), ['aws_lb.this']);
  });

  it('are none of those that stay, or are not protected', () => {
    assert.deepEqual(protectedResources(planOf('aws_db_instance', ['update'], { deletion_protection: true })), []);
    assert.deepEqual(protectedResources(planOf('aws_db_instance', ['delete'], { deletion_protection: false })), []);
    assert.deepEqual(protectedResources(planOf('aws_db_instance', ['create'], null)), []);
    assert.deepEqual(protectedResources(planOf('aws_ecs_service', ['delete'], {})), []);
  });
});
