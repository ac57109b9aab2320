import type { PlannedAction, PlanSummary } from '@zero-to-running/contract/deployment';
import { dataHolders } from './data-holders.ts';
import type { ResourceChange, TerraformPlan } from './terraform-plan.ts';

/** @returns undefined for what stays as it is, and for what Terraform only reads or forgets */
export function plannedAction({ mode, change: { actions } }: ResourceChange): PlannedAction | undefined {
  if (mode === 'data') return undefined;
  const creates = actions.includes('create');
  if (actions.includes('delete')) return creates ? 'replace' : 'destroy';
  if (creates) return 'add';
  return actions.includes('update') ? 'change' : undefined;
}

/** @param monthlyCostDifferenceUsd null where it cannot be said */
export function summarizePlan(
  environment: string,
  plan: TerraformPlan,
  monthlyCostDifferenceUsd: number | null,
): PlanSummary {
  const counts = { add: 0, change: 0, replace: 0, destroy: 0 };
  const resources: PlanSummary['resources'] = [];
  const dataLosses: PlanSummary['dataLosses'] = [];
  for (const each of plan.resource_changes) {
    const action = plannedAction(each);
    if (!action) continue;
    counts[action] += 1;
    resources.push({ address: each.address, action });
    const holds = dataHolders[each.type];
    if (holds && (action === 'replace' || action === 'destroy')) {
      dataLosses.push({ address: each.address, action, holds });
    }
  }
  return { environment, counts, resources, dataLosses, monthlyCostDifferenceUsd };
}

/** Whether applying the plan would leave everything as it is. */
export function isEmpty({ resources }: PlanSummary): boolean {
  return resources.length === 0;
}
