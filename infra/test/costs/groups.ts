import { costDifference } from '@zero-to-running/stack/deploy/plan/cost';
import { terraformPlanSchema, type TerraformPlan } from '@zero-to-running/stack/deploy/plan/terraform-plan';
import { thisCheckout } from '@zero-to-running/stack/checkout';

export const taskTypes: readonly string[] = ['aws_ecs_service', 'aws_ecs_task_definition'];

/** What costs money by the hour, as docs/costs.md groups it: its rows, and the types of resources of each. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  'load balancer, with its two addresses': ['aws_lb'],
  'NAT gateways, with their addresses': ['aws_nat_gateway', 'aws_eip'],
  'tasks, 256 CPU units and 512 MiB each, with their addresses': taskTypes,
  'database, db.t3.micro, with 20 GiB': ['aws_db_instance'],
  'cache, cache.t3.micro': ['aws_elasticache_replication_group'],
  firewall: ['aws_wafv2_web_acl'],
  'alarms and dashboard': ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_dashboard'],
  keys: ['aws_kms_key'],
  secrets: ['aws_secretsmanager_secret'],
};

/** A plan of an environment that is not there yet. */
export function readPlan(json: string): TerraformPlan {
  return terraformPlanSchema.parse(JSON.parse(json));
}

/**
 * What a month of all that is planned costs, in USD, or of resources of some types.
 * @throws when infra/costs.json lacks a price
 */
export function monthlyCost(plan: TerraformPlan, types?: readonly string[]): number {
  const counted = plan.resource_changes.filter(({ type }) => !types || types.includes(type));
  const cost = costDifference(thisCheckout, { ...plan, resource_changes: counted });
  if (cost === null) throw new Error('infra/costs.json lacks a price');
  return cost;
}

/** What a month of resources of some types costs less by the other plan, in USD. @throws as `monthlyCost` does */
export function saving(plan: TerraformPlan, other: TerraformPlan, types?: readonly string[]): number {
  const planned = new Map(plan.resource_changes.map((each) => [each.address, each]));
  const otherwise = new Map(other.resource_changes.map((each) => [each.address, each]));
  // In one plan, so that only the difference is rounded.
  const changes = [...new Map([...planned, ...otherwise])].map(([address, { mode, type, change }]) => ({
    address,
    mode,
    type,
    change: {
      actions: change.actions,
      before: planned.get(address)?.change.after,
      after: otherwise.get(address)?.change.after,
    },
  }));
  return -monthlyCost({ ...other, resource_changes: changes }, types);
}

/** As docs/costs.md writes it. */
export function usd(amount: number): string {
  const text = amount.toFixed(2);
  return Number(text) === 0 ? '–' : text.replace('-', '−');
}
