import { StackError } from '../stack-error.ts';
import { isConfirmed } from './confirm.ts';
import type { DeployContext } from './context.ts';
import { DeploymentJournal } from './deployment-journal.ts';
import { parseOutputs } from './outputs.ts';
import { planLines } from './plan/plan-lines.ts';
import { isEmpty } from './plan/plan-summary.ts';
import { protectedResources } from './plan/protected-resources.ts';
import type { TerraformPlan } from './plan/terraform-plan.ts';
import { applyPlan } from './steps/apply-plan.ts';
import { checkAccess } from './steps/check-access.ts';
import { makePlan } from './steps/make-plan.ts';
import { prepareState } from './steps/prepare-state.ts';
import { takeSnapshot } from './steps/take-snapshot.ts';
import { unknownRelease } from './unknown-release.ts';

/** What a destroyed environment leaves. */
export interface Destroyed {
  /** Of the database; undefined where there was none. */
  readonly snapshot: string | undefined;
}

/** Before anything goes: AWS would refuse when the services are gone already. @throws StackError */
function assertUnprotected(name: string, plan: TerraformPlan): void {
  const addresses = protectedResources(plan);
  if (addresses.length === 0) return;
  throw new StackError(`${name} is protected from being destroyed: ${addresses.join(', ')}`, {
    fix: [
      `First permit it: protected = false in infra/environments/${name}/main.tf, and make deploy ENV=${name}`,
      `Then run this again: make destroy ENV=${name}. Nothing has been destroyed so far.`,
    ],
  });
}

/**
 * Destroys an environment, after a last snapshot of its database.
 * @returns undefined when the answer was no
 * @throws StepFailure
 */
export async function destroy(context: DeployContext): Promise<Destroyed | undefined> {
  const { environment, options, report, signal, step } = context;
  const access = await step('doctor', 'Check this machine and the account', (voice) =>
    checkAccess(context, voice, false),
  );
  const outputs = await step('init', 'Open the state', async () => parseOutputs(await prepareState(context, access)));
  const planned = await step('plan', 'Plan', async () => {
    const release = unknownRelease(access.identity.account, context.region);
    const made = await makePlan(context, access.module, { release, destroy: true });
    assertUnprotected(environment.name, made.plan);
    return made;
  });
  report.say(planLines(planned.summary));
  const isAgreed = await step('confirm', 'Ask', async (voice) => {
    if (isEmpty(planned.summary)) return (voice.skipped('there is nothing to destroy'), true);
    const text = `Destroy ${environment.name} with all it holds?`;
    return isConfirmed({ environment: environment.name, text, losesData: true }, options, signal);
  });
  if (!isAgreed) return undefined;
  const snapshot = await step('snapshot', 'Take a last snapshot of the database', async (voice) => {
    if (!outputs) return (voice.skipped('there is no database'), undefined);
    return takeSnapshot(context, voice, { database: outputs.database_identifier, reason: 'final' });
  });
  await step('apply', 'Destroy', async (voice) => {
    if (isEmpty(planned.summary)) return voice.skipped('there is nothing to destroy');
    await applyPlan(access.module, planned.file, voice);
  });
  new DeploymentJournal(environment.journalFile).clear();
  return { snapshot };
}
