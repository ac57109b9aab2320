import assert from 'node:assert/strict';
import { join } from 'node:path';
import { thisCheckout } from '../../checkout.ts';
import { monthlyCosts, totalCost } from './monthly-cost.ts';
import { readPriceList } from './price-list.ts';

const prices = readPriceList(join(thisCheckout.root, 'infra/costs.json'));

function costOf(...resources: [type: string, values: unknown][]): number {
  const lines = monthlyCosts(
    resources.map(([type, values]) => ({ type, values })),
    prices,
  );
  return Math.round(totalCost(lines) * 100) / 100;
}

const service = { name: 'app-api', desired_count: 1, capacity_provider_strategy: [], network_configuration: [] };
const definition = { family: 'app-api', cpu: '256', memory: '512', runtime_platform: [{ cpu_architecture: 'X86_64' }] };

describe('monthly cost', () => {
  it('is nothing for what is free or charged by use', () => {
    assert.equal(costOf(['aws_vpc', {}], ['aws_vpc_endpoint', { vpc_endpoint_type: 'Gateway' }]), 0);
  });

  it('doubles with a standby', () => {
    const database = { instance_class: 'db.t3.micro', allocated_storage: 20, multi_az: false };
    assert.equal(costOf(['aws_db_instance', database]), 15.44);
    assert.equal(costOf(['aws_db_instance', { ...database, multi_az: true }]), 30.88);
  });

  it('of tasks follows their size, number, capacity and address', () => {
    assert.equal(costOf(['aws_ecs_service', service], ['aws_ecs_task_definition', definition]), 9.01);
    const scaling = { resource_id: 'service/app/app-api', min_capacity: 2 };
    const all: [string, unknown][] = [
      ['aws_ecs_task_definition', definition],
      ['aws_appautoscaling_target', scaling],
    ];
    assert.equal(costOf(['aws_ecs_service', service], ...all), 18.02);
    const spot = { ...service, capacity_provider_strategy: [{ capacity_provider: 'FARGATE_SPOT', weight: 1 }] };
    assert.equal(costOf(['aws_ecs_service', spot], ...all), 5.41);
    const open = { ...service, network_configuration: [{ assign_public_ip: true }] };
    assert.equal(costOf(['aws_ecs_service', open], ...all), 25.32);
  });

  it('counts the addresses of a load balancer whose zones are not known yet', () => {
    assert.equal(costOf(['aws_lb', {}]), costOf(['aws_lb', { subnets: ['one', 'two'] }]));
  });

  it('cannot be said of a size without a price', () => {
    const database = { instance_class: 'db.r9.huge', allocated_storage: 20 };
    assert.throws(() => costOf(['aws_db_instance', database]), /no price of db\.r9\.huge/);
  });
});
