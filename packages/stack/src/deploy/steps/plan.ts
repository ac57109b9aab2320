import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanSummary } from '@app/contract/deployment';
import type { Checkout } from '../../checkout.ts';
import { environmentContext, type DeployContext } from '../context.ts';
import { plannedRelease } from '../images/release.ts';
import type { Release } from '../journal.ts';
import { costDifference } from '../plan/cost.ts';
import { summarizePlan } from '../plan/plan-summary.ts';
import type { TerraformPlan } from '../plan/terraform-plan.ts';
import type { StepReporter } from '../report.ts';
import { checkAccess, prepareState } from './preflight.ts';
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

/** A release as the root module's variables. */
export function releaseVariables({ apiImage, frontendImage, version }: Release): Readonly<Record<string, string>> {
  return { api_image: apiImage, frontend_image: frontendImage, app_version: version };
}

/** @throws StackError */
export async function makePlan(
  { checkout, environment }: Pick<DeployContext, 'checkout' | 'environment'>,
  module: RootModule,
  { release, ...more }: PlanRequest,
): Promise<MadePlan> {
  const file = planFile();
  const plan = await module.plan({ file, variables: releaseVariables(release), ...more });
  return { file, plan, summary: summarizePlan(environment.name, plan, costDifference(checkout, plan)) };
}

/** What is worth a line: a resource that is done, or that takes long. */
const worthALine =
  /: (?:Creation|Modifications|Destruction) complete|: (?:Creating|Modifying|Destroying)\.\.\.$|Still \w+\.\.\. .*[05]m0s/;

/** @throws StackError with Terraform's own words */
export async function applyPlan(module: RootModule, file: string, reporter: StepReporter): Promise<void> {
  await module.apply(file, (line) => {
    if (worthALine.test(line)) reporter.note(line.trim());
  });
}

/**
 * What deploying to the environment that ENV names would do.
 * @param prefersApplied plans with the images that run, whatever the checkout holds
 * @throws StackError
 */
export async function planEnvironment(
  checkout: Checkout,
  env: NodeJS.ProcessEnv,
  prefersApplied: boolean,
): Promise<{ readonly summary: PlanSummary; readonly remark: string }> {
  const context = environmentContext(checkout, env);
  const { environment, options, step } = context;
  return step('plan', `Plan ${environment.name}`, async (reporter) => {
    const access = await checkAccess(context, reporter, false);
    const outputs = await prepareState(context, access);
    const { release, remark } = await plannedRelease(context, outputs, access.identity.account, prefersApplied);
    const { summary } = await makePlan(context, access.module, { release, lock: options.lock });
    return { summary, remark };
  });
}
