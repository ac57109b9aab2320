import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanSummary } from '@zero-to-running/contract/deployment';
import type { DeployContext } from '../context.ts';
import type { Release } from '../journal.ts';
import { costDifference } from '../plan/cost.ts';
import { summarizePlan } from '../plan/plan-summary.ts';
import type { TerraformPlan } from '../plan/terraform-plan.ts';
import type { RootModule } from '../terraform/root-module.ts';

export interface MadePlan {
  /** For Terraform to carry out. It may hold secrets. */
  readonly file: string;
  readonly summary: PlanSummary;
  readonly plan: TerraformPlan;
}

export interface PlanRequest {
  readonly release: Release;
  readonly destroy?: boolean;
  readonly targets?: readonly string[];
  readonly lock?: boolean;
}

/** A file for a plan, which only its owner can read, and which goes with the process. */
export function planFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plan-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'plan');
}

/** @throws StackError */
export async function makePlan(
  { checkout, environment }: Pick<DeployContext, 'checkout' | 'environment'>,
  module: RootModule,
  { release, ...more }: PlanRequest,
): Promise<MadePlan> {
  const file = planFile();
  const variables = {
    api_image: release.apiImage,
    frontend_image: release.frontendImage,
    app_version: release.version,
  };
  const plan = await module.plan({ file, variables, ...more });
  return { file, plan, summary: summarizePlan(environment.name, plan, costDifference(checkout, plan)) };
}
