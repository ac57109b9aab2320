import type { Checkout } from '../../checkout.ts';
import type { TerraformPlan } from './terraform-plan.ts';

export function costDifference(_checkout: Checkout, _plan: TerraformPlan): number | null {
  return null;
}
