import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../stack-error.ts';
import { isConfirmed } from './confirm.ts';
import type { DeployContext } from './context.ts';
import { planLines } from './plan/plan-lines.ts';
import { isEmpty, summarizePlan } from './plan/plan-summary.ts';
import { applyPlan } from './steps/apply-plan.ts';
import { checkAccess } from './steps/check-access.ts';
import { stateBucket } from './steps/prepare-state.ts';
import { planFile } from './steps/make-plan.ts';
import type { RootModule } from './terraform/root-module.ts';
import { noStateBucket } from './trouble.ts';

const localBackend = 'terraform {\n  backend "local" {}\n}\n';

/** Whether the state is in its bucket. @throws StackError for any other reason than that there is no bucket */
async function isInBucket(module: RootModule, backend: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    await module.init(backend);
    return true;
  } catch (error) {
    if (error instanceof StackError && error.message === noStateBucket) return false;
    throw error;
  }
}

/**
 * Makes what an account has once. Its state is in the bucket that it makes: where there is none yet, the state begins as a
 * file and is moved at the end. A file that an interrupted run left is continued with.
 * @returns what there is now; undefined when the answer to the plan was no
 * @throws StepFailure
 */
export async function bootstrap(context: DeployContext): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { checkout, environment, options, region, report, signal, step } = context;
  const directory = join(checkout.root, 'infra/bootstrap');
  const override = join(directory, 'backend_override.tf');
  const file = join(directory, 'terraform.tfstate');

  const { identity, moduleAt } = await step('doctor', 'Check this machine and the account', (voice) =>
    checkAccess(context, voice, false),
  );
  const module = moduleAt(directory);
  const backend = { bucket: stateBucket(identity.account, region), region };

  const begins = await step('init', 'Open the state', async (voice) => {
    rmSync(override, { force: true });
    if (!existsSync(file) && (await isInBucket(module, backend))) return false;
    voice.done(existsSync(file) ? 'as an interrupted run left it' : 'there is none yet');
    writeFileSync(override, localBackend);
    await module.init({});
    return true;
  });
  const planned = await step('plan', 'Plan', async () => {
    const saved = planFile();
    const plan = await module.plan({ file: saved, variables: { region } });
    return { file: saved, summary: summarizePlan('the account', plan, 0) };
  });
  report.say(planLines(planned.summary));
  const isAgreed = await step('confirm', 'Ask', async (voice) => {
    if (isEmpty(planned.summary)) return (voice.skipped('there is nothing to change'), true);
    const losesData = planned.summary.dataLosses.length > 0;
    const text = `Make this in account ${identity.account}?`;
    return isConfirmed({ environment: environment.name, text, losesData }, options, signal);
  });
  if (!isAgreed) {
    rmSync(override, { force: true });
    return undefined;
  }
  await step('apply', 'Apply the plan', async (voice) => {
    if (isEmpty(planned.summary)) return voice.skipped('there is nothing to change');
    await applyPlan(module, planned.file, voice);
  });
  await step('move', 'Move the state into its bucket', async (voice) => {
    if (!begins) return voice.skipped('it is there');
    rmSync(override, { force: true });
    await module.init(backend, true);
    for (const old of [file, `${file}.backup`]) rmSync(old, { force: true });
  });
  return module.outputs();
}
