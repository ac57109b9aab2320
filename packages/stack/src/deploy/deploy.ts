import { checkAccess, checkQuotas, prepareState } from './steps/preflight.ts';
import { applyPlan, makePlan, releaseVariables } from './steps/plan.ts';
import { buildRelease } from './images/release.ts';
import { finish, type FinishedDeployment } from './steps/services.ts';
import { isConfirmed } from './options.ts';
import type { DeployContext } from './context.ts';
import { DeploymentJournal } from './journal.ts';
import { assertSecretsKept } from './named-secrets.ts';
import { mayHaveNewMigrations } from './images/revision.ts';
import { migrationOutputs, parseOutputs, passwordOutputs, type MigrationOutputs } from './outputs.ts';
import { infrastructureTargets, isEmpty } from './plan/plan-summary.ts';
import { planLines } from './plan/plan-lines.ts';
import { plannedOutputs } from './plan/terraform-plan.ts';
import { isInEcr, keepImages } from './steps/keep-images.ts';
import { adoptLogGroups } from './steps/log-groups.ts';
import { migrate } from './steps/migrate.ts';
import { isLoginGiven, makePasswords, noteLogin } from './steps/passwords.ts';
import { pruneSnapshots, takeSnapshot } from './steps/take-snapshot.ts';

/**
 * Deploys what the checkout holds, or the images that are given. Each step finds out what is done already; so a run after
 * any failure continues.
 * @returns undefined when the answer to the plan was no
 * @throws StepFailure after a step that failed, which is reported
 */
export async function deploy(context: DeployContext): Promise<FinishedDeployment | undefined> {
  const { checkout, environment, options, report, signal, step } = context;
  const journal = new DeploymentJournal(environment.journalFile);

  const access = await step('doctor', 'Check this machine and the account', async (reporter) => {
    const granted = await checkAccess(context, reporter, !options.release);
    await checkQuotas(context, reporter);
    return granted;
  });
  const { module } = access;
  const before = await step('init', 'Open the state', () => prepareState(context, access));
  const deployed = parseOutputs(before);

  const release = await step('build', 'Build and push the images', (reporter) =>
    buildRelease(context, reporter, access.identity.account),
  );
  const progress = journal.begin(release);

  let planned = await step('plan', 'Plan', async () => {
    const made = await makePlan(context, module, { release });
    await assertSecretsKept(context, plannedOutputs(made.plan));
    return made;
  });
  report.say(planLines(planned.summary));
  const isAgreed = await step('confirm', 'Ask', async (reporter) => {
    if (isEmpty(planned.summary)) return (reporter.skipped('there is nothing to change'), true);
    const losesData = planned.summary.dataLosses.length > 0;
    const question = { environment: environment.name, text: `Deploy this to ${environment.name}?`, losesData };
    return isConfirmed(question, options, signal);
  });
  if (!isAgreed) return undefined;

  // Before anything starts them, for from then on they may be started again at any time.
  if (isInEcr(release)) await step('keep', 'Keep the images', (reporter) => keepImages(context, reporter, release));

  let outputs: MigrationOutputs | undefined = deployed;
  if (!outputs) {
    outputs = await step('infrastructure', 'Create the network, the database and the cache', async (reporter) => {
      await adoptLogGroups(context, reporter, module, planned.plan, releaseVariables(release));
      const targets = infrastructureTargets(planned.plan);
      if (targets.length > 0)
        await applyPlan(module, (await makePlan(context, module, { release, targets })).file, reporter);
      else reporter.skipped('an earlier run has');
      return migrationOutputs(await module.outputs());
    });
  }

  await step('snapshot', 'Take a snapshot of the database', async (reporter) => {
    if (!deployed) return reporter.skipped('there was none before');
    if (progress.isMigrated) return reporter.skipped('an earlier run has, if it had to');
    const losesDatabase = planned.summary.dataLosses.some(({ holds }) => holds === 'the database');
    const isNeeded = losesDatabase || (await mayHaveNewMigrations(checkout.root, deployed.app_version));
    if (!isNeeded) return reporter.skipped(`no migrations since ${deployed.app_version}`);
    const request = {
      database: deployed.database_identifier,
      reason: 'before-deploy' as const,
      begun: progress.snapshot,
    };
    await takeSnapshot(context, reporter, { ...request, onBegin: (snapshot) => journal.note({ snapshot }) });
    await pruneSnapshots(context, reporter, deployed.database_identifier);
  });

  // Before the migration, which gives the database's user its password, and before a task that is given one starts.
  const passwords = passwordOutputs(deployed ? plannedOutputs(planned.plan) : await module.outputs());
  if (passwords)
    await step('passwords', 'Create the passwords', (reporter) => makePasswords(context, reporter, passwords));

  const migrationTask = outputs;
  await step('migrate', 'Migrate the database', async (reporter) => {
    // A migration also gives the database's user its password.
    const hasLogin = !passwords || (await isLoginGiven(context, passwords));
    if (hasLogin && progress.isMigrated) return reporter.skipped('an earlier run has');
    if (hasLogin && deployed && isEmpty(planned.summary)) return reporter.skipped('what runs has');
    const login = passwords?.passwords['database']?.version_id ?? '';
    const onBegin = (task: string) => journal.note({ migrationTask: task, login });
    // One that began before the password was changed has given the user the one before.
    const begun = progress.login === login ? progress.migrationTask : undefined;
    await migrate(context, reporter, { outputs: migrationTask, release, begun, onBegin });
    if (passwords) await noteLogin(context, passwords);
    journal.note({ isMigrated: true });
  });

  await step('apply', 'Apply the plan', async (reporter) => {
    // Half of the first plan is done by now.
    if (!deployed) planned = await makePlan(context, module, { release });
    if (isEmpty(planned.summary)) return reporter.skipped('there is nothing to change');
    await applyPlan(module, planned.file, reporter);
  });

  return { ...(await finish(context, module, release, journal)), isFirst: !deployed };
}
