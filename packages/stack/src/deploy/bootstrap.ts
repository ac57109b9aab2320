import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStackError } from '../stack-error.ts';
import { isConfirmed } from './options.ts';
import type { DeployContext } from './context.ts';
import { planLines } from './plan/plan-lines.ts';
import { isEmpty, summarizePlan } from './plan/plan-summary.ts';
import { applyPlan, planFile } from './steps/plan.ts';
import { assertFreeName, identityTags, stateBucket } from './product-identity.ts';
import { checkAccess } from './steps/preflight.ts';
import type { RootModule } from './terraform/root-module.ts';

const localBackend = 'terraform {\n  backend "local" {}\n}\n';

/** Whether the state is in its bucket. @throws StackError for any other reason than that there is no bucket */
async function isInBucket(module: RootModule, backend: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    await module.init(backend);
    return true;
  } catch (error) {
    if (isStackError(error, 'state-missing')) return false;
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

  const { identity, moduleAt, product } = await step(
    'doctor',
    'Check this machine and the account',
    async (reporter) => {
      const access = await checkAccess(context, reporter, false);
      return { ...access, product: await assertFreeName(context, access.identity.account, options.confirmation) };
    },
  );
  const module = moduleAt(directory);
  const backend = { bucket: stateBucket(context, identity.account), region };

  const begins = await step('init', 'Open the state', async (reporter) => {
    rmSync(override, { force: true });
    if (!existsSync(file) && (await isInBucket(module, backend))) return false;
    reporter.done(existsSync(file) ? 'as an interrupted run left it' : 'there is none yet');
    writeFileSync(override, localBackend);
    await module.init({});
    return true;
  });
  const planned = await step('plan', 'Plan', async () => {
    const saved = planFile();
    const plan = await module.plan({
      file: saved,
      variables: { region, identity_tags: JSON.stringify(identityTags(product)) },
    });
    return { file: saved, summary: summarizePlan('the account', plan, 0) };
  });
  report.say(planLines(planned.summary));
  const isAgreed = await step('confirm', 'Ask', async (reporter) => {
    if (isEmpty(planned.summary)) return (reporter.skipped('there is nothing to change'), true);
    const losesData = planned.summary.dataLosses.length > 0;
    const text = `Make this in account ${identity.account}?`;
    return isConfirmed({ environment: environment.name, text, losesData }, options, signal);
  });
  if (!isAgreed) {
    rmSync(override, { force: true });
    return undefined;
  }
  await step('apply', 'Apply the plan', async (reporter) => {
    if (isEmpty(planned.summary)) return reporter.skipped('there is nothing to change');
    await applyPlan(module, planned.file, reporter);
  });
  await step('move', 'Move the state into its bucket', async (reporter) => {
    if (!begins) return reporter.skipped('it is there');
    rmSync(override, { force: true });
    await module.init(backend, true);
    for (const old of [file, `${file}.backup`]) rmSync(old, { force: true });
  });
  return module.outputs();
}
