import { checkAccess } from './steps/check-access.ts';
import { checkQuotas } from './steps/check-quotas.ts';
import { applyPlan } from './steps/apply-plan.ts';
import { buildRelease } from './steps/build-release.ts';
import { finish, type FinishedDeployment } from './finish.ts';
import { isConfirmed } from './confirm.ts';
import type { DeployContext } from './context.ts';
import { DeploymentJournal } from './deployment-journal.ts';
import { mayHaveNewMigrations } from './images/revision.ts';
import { migrationOutputs, parseOutputs, type MigrationOutputs } from './outputs.ts';
import { foundationTargets } from './plan/foundation.ts';
import { planLines } from './plan/plan-lines.ts';
import { isEmpty } from './plan/plan-summary.ts';
import { makePlan } from './steps/make-plan.ts';
import { migrate } from './steps/migrate.ts';
import { prepareState } from './steps/prepare-state.ts';
import { takeSnapshot } from './steps/take-snapshot.ts';

/**
 * Deploys what the checkout holds, or the images that are given. Each step finds out what is done already; so a run after
 * any failure continues.
 * @returns undefined when the answer to the plan was no
 * @throws StepFailure after a step that failed, which is reported
 */
export async function deploy(context: DeployContext): Promise<FinishedDeployment | undefined> {
  const { checkout, environment, options, report, signal, step } = context;
  const journal = new DeploymentJournal(environment.journalFile);

  const access = await step('doctor', 'Check this machine and the account', async (voice) => {
    const granted = await checkAccess(context, voice, !options.release);
    await checkQuotas(context, voice);
    return granted;
  });
  const { module } = access;
  const before = await step('init', 'Open the state', () => prepareState(context, access));
  const deployed = parseOutputs(before);

  const release = await step('build', 'Build and push the images', (voice) =>
    buildRelease(context, voice, access.identity.account),
  );
  const progress = journal.begin(release);

  let planned = await step('plan', 'Plan', () => makePlan(context, module, { release }));
  report.say(planLines(planned.summary));
  const isAgreed = await step('confirm', 'Ask', async (voice) => {
    if (isEmpty(planned.summary)) return (voice.skipped('there is nothing to change'), true);
    const losesData = planned.summary.dataLosses.length > 0;
    const question = { environment: environment.name, text: `Deploy this to ${environment.name}?`, losesData };
    return isConfirmed(question, options, signal);
  });
  if (!isAgreed) return undefined;

  let outputs: MigrationOutputs | undefined = deployed;
  if (!outputs) {
    outputs = await step('foundation', 'Make the network, the database and the cache', async (voice) => {
      const targets = foundationTargets(planned.plan);
      if (targets.length > 0)
        await applyPlan(module, (await makePlan(context, module, { release, targets })).file, voice);
      else voice.skipped('an earlier run has');
      return migrationOutputs(await module.outputs());
    });
  }

  await step('snapshot', 'Take a snapshot of the database', async (voice) => {
    if (!deployed) return voice.skipped('there was none before');
    if (progress.isMigrated) return voice.skipped('an earlier run has, if it had to');
    const losesDatabase = planned.summary.dataLosses.some(({ holds }) => holds === 'the database');
    const isNeeded = losesDatabase || (await mayHaveNewMigrations(checkout.root, deployed.app_version));
    if (!isNeeded) return voice.skipped(`no migrations since ${deployed.app_version}`);
    const request = { database: deployed.database_identifier, reason: 'before-deploy', begun: progress.snapshot };
    await takeSnapshot(context, voice, { ...request, onBegin: (snapshot) => journal.note({ snapshot }) });
  });

  const migrationTask = outputs;
  await step('migrate', 'Migrate the database', async (voice) => {
    if (progress.isMigrated) return voice.skipped('an earlier run has');
    if (deployed && isEmpty(planned.summary)) return voice.skipped('what runs has');
    const onBegin = (task: string) => journal.note({ migrationTask: task });
    await migrate(context, voice, { outputs: migrationTask, release, begun: progress.migrationTask, onBegin });
    journal.note({ isMigrated: true });
  });

  await step('apply', 'Apply the plan', async (voice) => {
    // Half of the first plan is done by now.
    if (!deployed) planned = await makePlan(context, module, { release });
    if (isEmpty(planned.summary)) return voice.skipped('there is nothing to change');
    await applyPlan(module, planned.file, voice);
  });

  return finish(context, module, release, journal);
}
