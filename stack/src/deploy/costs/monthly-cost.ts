import type { PriceList } from './price-list.ts';
import type { CostLine, PricedResource } from './priced-resource.ts';
import { resourceCosts } from './resource-costs.ts';
import { taskCosts } from './task-costs.ts';

/**
 * What resources cost in a month in which they exist all the time, without what is charged by use (traffic, requests, logs,
 * tasks beyond the least) and without off-hours.
 * @returns each item that costs anything, the dearest first
 * @throws RangeError when a size has no price
 */
export function monthlyCosts(resources: readonly PricedResource[], prices: PriceList): CostLine[] {
  const lines = [
    ...resources.flatMap(({ type, values }) => resourceCosts[type]?.(values, prices) ?? []),
    ...taskCosts(resources, prices),
  ];
  const totals = new Map<string, number>();
  for (const { item, usdPerMonth } of lines) totals.set(item, (totals.get(item) ?? 0) + usdPerMonth);
  return [...totals]
    .map(([item, usdPerMonth]) => ({ item, usdPerMonth }))
    .toSorted((one, other) => other.usdPerMonth - one.usdPerMonth);
}

/** Their sum, in USD. */
export function totalCost(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
}
