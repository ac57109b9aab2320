import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, type Checkout } from '../../checkout.ts';
import { costDifference } from './cost.ts';
import { terraformPlanSchema } from './terraform-plan.ts';

const perArchitecture = { X86_64: { vcpu: 0.04, gib: 0.004 }, ARM64: { vcpu: 0.03, gib: 0.003 } };
const prices = {
  hoursPerMonth: 1000,
  taskHour: {
    onDemand: perArchitecture,
    spot: { X86_64: { vcpu: 0.01, gib: 0.001 }, ARM64: { vcpu: 0.01, gib: 0.001 } },
  },
  publicAddressHour: 0.005,
  loadBalancerHour: 0.02,
  natGatewayHour: 0.04,
  interfaceEndpointHourPerZone: 0.01,
  databaseHour: { small: 0.03, large: 0.06 },
  databaseStorageGibMonth: 0.1,
  cacheNodeHour: { small: 0.02 },
  secretMonth: 0.4,
  keyMonth: 1,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  webAclMonth: 5,
  webAclRuleMonth: 1,
};

function planOf(...changes: { address: string; before?: object; after?: object }[]) {
  return terraformPlanSchema.parse({
    resource_changes: changes.map(({ address, before = null, after = null }) => ({
      address,
      mode: 'managed',
      type: /(aws_\w+)\.\w+(?:\[[^\]]*\])?$/.exec(address)?.[1],
      change: { actions: ['update'], before, after },
    })),
  });
}

function database(instance_class: string, multi_az: boolean) {
  return { instance_class, allocated_storage: 20, multi_az };
}

describe('difference in cost of a plan', () => {
  let checkout: Checkout;

  before(() => {
    const root = mkdtempSync(join(tmpdir(), 'costs-'));
    mkdirSync(join(root, 'infra'));
    writeFileSync(join(root, 'infra/costs.json'), JSON.stringify(prices));
    checkout = checkoutAt(root);
  });
  after(() => rmSync(checkout.root, { recursive: true, force: true }));

  it('is that of a larger database, twice where there is a second one', () => {
    const address = 'module.database.aws_db_instance.this';
    const larger = planOf({ address, before: database('small', false), after: database('large', false) });
    assert.equal(costDifference(checkout, larger), 30);
    const second = planOf({ address, before: database('small', false), after: database('small', true) });
    assert.equal(costDifference(checkout, second), 32);
  });

  it('counts tasks by their definition, their share of Spot and their address', () => {
    const definition = { cpu: '1024', memory: '2048', runtime_platform: [{ cpu_architecture: 'X86_64' }] };
    const service = {
      desired_count: 2,
      capacity_provider_strategy: [
        { capacity_provider: 'FARGATE', weight: 1 },
        { capacity_provider: 'FARGATE_SPOT', weight: 1 },
      ],
      network_configuration: [{ assign_public_ip: true }],
    };
    const plan = planOf(
      { address: 'module.api.aws_ecs_task_definition.one_off["migration"]', after: { cpu: '256', memory: '512' } },
      { address: 'module.api.aws_ecs_task_definition.this', after: definition },
      { address: 'module.api.aws_ecs_service.this', after: service },
    );
    // Two tasks: half of an hour of 0.048 and of 0.012, and an address of 0.005.
    assert.equal(costDifference(checkout, plan), 70);
  });

  it('counts the addresses of a load balancer that the internet reaches', () => {
    const plans = [{ internal: true }, {}, { subnets: ['a', 'b', 'c'] }].map((after) =>
      planOf({ address: 'aws_lb.this', after }),
    );
    assert.deepEqual(
      plans.map((each) => costDifference(checkout, each)),
      [20, 30, 35],
    );
  });

  it('counts an endpoint in each zone, in two where they are not known yet, and one for S3 not at all', () => {
    const plans = [{ vpc_endpoint_type: 'Interface' }, { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b', 'c'] }];
    assert.deepEqual(
      [...plans, { vpc_endpoint_type: 'Gateway' }].map((after) =>
        costDifference(checkout, planOf({ address: 'aws_vpc_endpoint.this', after })),
      ),
      [20, 30, 0],
    );
  });

  it('counts the rules of a firewall', () => {
    const after = { rule: [{ name: 'rate-limit' }, { name: 'managed' }] };
    assert.equal(costDifference(checkout, planOf({ address: 'aws_wafv2_web_acl.this[0]', after })), 7);
  });

  it('is nothing for what stays, and less for what goes', () => {
    const secret = 'aws_secretsmanager_secret.this';
    assert.equal(costDifference(checkout, planOf({ address: secret, before: {}, after: {} })), 0);
    assert.equal(costDifference(checkout, planOf({ address: secret, before: {} })), -0.4);
    assert.equal(costDifference(checkout, planOf({ address: 'aws_ecs_cluster.this', after: {} })), 0);
  });

  it('cannot be said where a price is missing, or the whole list', () => {
    const unknown = { instance_class: 'huge', allocated_storage: 20 };
    assert.equal(costDifference(checkout, planOf({ address: 'aws_db_instance.this', after: unknown })), null);
    const other = checkoutAt(tmpdir());
    assert.equal(costDifference(other, planOf({ address: 'aws_lb.this', after: {} })), null);
  });
});
