import { plannedAction } from './plan-summary.ts';
import type { TerraformPlan } from './terraform-plan.ts';

/** Services, and what refers to them: these come after the first migration. */
const later = /^aws_(?:ecs_service|appautoscaling_\w+|cloudwatch_(?:metric_alarm|composite_alarm|dashboard))$/;

/** Addresses of what the first migration needs: all that is planned but the services, which need the migrated database. */
export function foundationTargets(plan: TerraformPlan): readonly string[] {
  return plan.resource_changes
    .filter((each) => plannedAction(each) && !later.test(each.type))
    .map(({ address }) => address);
}
