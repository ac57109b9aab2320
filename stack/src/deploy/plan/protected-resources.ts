import { z } from 'zod';
import { plannedAction } from './plan-summary.ts';
import type { TerraformPlan } from './terraform-plan.ts';

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
