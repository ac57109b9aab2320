import assert from 'node:assert/strict';
import { infrastructureTargets } from './plan-summary.ts';
import { terraformPlanSchema } from './terraform-plan.ts';

function managed(address: string) {
  return { address, mode: 'managed', type: address.split('.')[0] };
}

const configuration = {
  root_module: {
    resources: [managed('aws_ecs_cluster.this'), { ...managed('aws_region.this'), mode: 'data' }],
    module_calls: {
      network: { module: { resources: [managed('aws_vpc.this'), managed('aws_nat_gateway.this')] } },
      api: {
        module: {
          resources: [managed('aws_ecs_service.this'), managed('aws_appautoscaling_target.this')],
          module_calls: { secret: { module: { resources: [managed('aws_secretsmanager_secret.this')] } } },
        },
      },
    },
  },
};

function planOf(...adds: readonly string[]) {
  const change = { actions: ['create'], before: null, after: {} };
  return terraformPlanSchema.parse({
    configuration,
    resource_changes: adds.map((address) => Object.assign(managed(address), { change })),
  });
}

describe('the infrastructure of an environment', () => {
  it('is all that is configured but the services, even that of which there is none', () => {
    assert.deepEqual(infrastructureTargets(planOf('aws_vpc.this', 'aws_ecs_service.this')), [
      'aws_ecs_cluster.this',
      'module.network.aws_vpc.this',
      'module.network.aws_nat_gateway.this',
      'module.api.module.secret.aws_secretsmanager_secret.this',
    ]);
  });

  it('is nothing where only the services are missing', () => {
    assert.deepEqual(infrastructureTargets(planOf('aws_ecs_service.this', 'aws_appautoscaling_target.this')), []);
  });
});
