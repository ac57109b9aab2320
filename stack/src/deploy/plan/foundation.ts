import { plannedAction } from './plan-summary.ts';
import type { ConfiguredModule, TerraformPlan } from './terraform-plan.ts';

/** Services, and what refers to them: these come after the first migration. */
const later = /^aws_(?:ecs_service|appautoscaling_\w+|cloudwatch_(?:metric_alarm|composite_alarm|dashboard))$/;

function configuredAddresses({ resources, module_calls: calls }: ConfiguredModule, prefix = ''): string[] {
  const own = resources.filter(({ mode, type }) => mode === 'managed' && !later.test(type));
  return [
    ...own.map(({ address }) => `${prefix}${address}`),
    ...Object.entries(calls).flatMap(([name, { module }]) => configuredAddresses(module, `${prefix}module.${name}.`)),
  ];
}

/**
 * Addresses of what the first migration needs: all that is configured but the services, which need the migrated database. Even
 * that of which there is none, such as a NAT gateway: Terraform leaves an output out that depends on what is not targeted.
 * @returns none where all of it is there
 */
export function foundationTargets({ resource_changes: changes, configuration }: TerraformPlan): readonly string[] {
  const isMade = changes.every((each) => !plannedAction(each) || later.test(each.type));
  return isMade || !configuration ? [] : configuredAddresses(configuration.root_module);
}
