import type { PlanSummary, PlannedAction } from '@app/contract/deployment';
import { z } from 'zod';
import type { ConfiguredModule, ResourceChange, TerraformPlan } from './terraform-plan.ts';

/** What resources of these types hold; to replace or destroy one loses it. */
const dataHolders: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'logs',
  aws_db_instance: 'the database',
  aws_dynamodb_table: 'a table',
  aws_ecr_repository: 'images, among them those to roll back to',
  aws_efs_file_system: 'files',
  aws_elasticache_cluster: "the cache's entries",
  aws_elasticache_replication_group: "the cache's entries",
  aws_elasticache_serverless_cache: "the cache's entries",
  aws_kms_key: 'a key, without which what it encrypts is lost',
  aws_rds_cluster: 'the database',
  aws_s3_bucket: 'objects',
  aws_secretsmanager_secret: 'a secret',
};

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

/** The attribute by which AWS refuses to delete a resource of each type. */
const protections: Readonly<Record<string, string>> = {
  aws_db_instance: 'deletion_protection',
  aws_lb: 'enable_deletion_protection',
};

const attributesSchema = z.record(z.string(), z.unknown());

/** Addresses of what a plan would destroy or replace, and AWS would refuse to. */
export function protectedResources(plan: TerraformPlan): string[] {
  return plan.resource_changes
    .filter((each) => {
      const action = plannedAction(each);
      const protection = protections[each.type];
      if (!protection || (action !== 'destroy' && action !== 'replace')) return false;
      return attributesSchema.safeParse(each.change.before).data?.[protection] === true;
    })
    .map(({ address }) => address);
}

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
export function infrastructureTargets({ resource_changes: changes, configuration }: TerraformPlan): readonly string[] {
  const isMade = changes.every((each) => !plannedAction(each) || later.test(each.type));
  return isMade || !configuration ? [] : configuredAddresses(configuration.root_module);
}
