import type { Checkout } from '../../checkout.ts';
import { readPrices, type Prices } from './prices.ts';
import { resourceCosts } from './resource-cost.ts';
import { taskCost } from './task-cost.ts';
import type { ResourceChange, TerraformPlan } from './terraform-plan.ts';

type Side = 'before' | 'after';

const moduleOf = (address: string) => address.slice(0, Math.max(0, address.lastIndexOf('.aws_')));

/** The definition of a service's tasks stands beside it in its module. */
function definitionOf(service: ResourceChange, plan: TerraformPlan): ResourceChange | undefined {
  const inModule = plan.resource_changes.filter(
    ({ type, address }) => type === 'aws_ecs_task_definition' && moduleOf(address) === moduleOf(service.address),
  );
  const name = service.address.slice(moduleOf(service.address).length).replace(/^\.?aws_ecs_service/, '');
  return inModule.find(({ address }) => address.endsWith(`aws_ecs_task_definition${name}`)) ?? inModule[0];
}

function costOf(each: ResourceChange, side: Side, plan: TerraformPlan, prices: Prices): number | undefined {
  const attributes = each.change[side];
  if (each.mode === 'data' || attributes === null || attributes === undefined) return 0;
  if (each.type !== 'aws_ecs_service') return (resourceCosts[each.type] ?? (() => 0))(attributes, prices);
  const definition = definitionOf(each, plan)?.change[side];
  return definition ? taskCost(attributes, definition, prices) : undefined;
}

/**
 * What a plan would add to a month's bill, in USD, by the prices of infra/costs.json: what is paid by the hour, without
 * traffic and use.
 * @returns null where a price is missing
 */
export function costDifference(checkout: Checkout, plan: TerraformPlan): number | null {
  const prices = readPrices(checkout);
  if (!prices) return null;
  let difference = 0;
  for (const each of plan.resource_changes) {
    try {
      const [before, after] = [costOf(each, 'before', plan, prices), costOf(each, 'after', plan, prices)];
      if (before === undefined || after === undefined) return null;
      difference += after - before;
    } catch {
      // An attribute is known after the plan was carried out only.
      return null;
    }
  }
  return Math.round(difference * 100) / 100;
}
