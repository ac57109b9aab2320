import { z } from 'zod';
import { StackError } from '../stack-error.ts';
import { isConfirmed } from './options.ts';
import type { DeployContext } from './context.ts';
import { DeploymentJournal } from './journal.ts';
import { parseOutputs } from './outputs.ts';
import { planLines } from './plan/plan-lines.ts';
import { isEmpty, protectedResources } from './plan/plan-summary.ts';
import type { TerraformPlan } from './plan/terraform-plan.ts';
import { applyPlan, makePlan } from './steps/plan.ts';
import { checkAccess, prepareState } from './steps/preflight.ts';
import { deleteLogGroups } from './steps/log-groups.ts';
import { pruneSnapshots, takeSnapshot } from './steps/take-snapshot.ts';
import { environmentPrefix, productName } from './environment.ts';
import { placeholderRelease } from './images/release.ts';

const databaseSchema = z.object({ final_snapshot_identifier: z.string(), skip_final_snapshot: z.boolean() });

/** What a destroyed environment leaves. */
export interface Destroyed {
  /** Of the database; undefined where there was none. */
  readonly snapshot: string | undefined;
  /** Log groups that could not be deleted. */
  readonly logGroups: readonly string[];
}

/** Name of the snapshot that RDS itself takes of a database that the plan destroys. */
function finalSnapshot({ resource_changes: changes }: TerraformPlan): string | undefined {
  for (const { type, change } of changes) {
    const database = type === 'aws_db_instance' ? databaseSchema.safeParse(change.before).data : undefined;
    if (database && !database.skip_final_snapshot) return database.final_snapshot_identifier;
  }
  return undefined;
}

/** Before anything goes: AWS would refuse when the services are gone already. @throws StackError */
function assertUnprotected(name: string, plan: TerraformPlan): void {
  const addresses = protectedResources(plan);
  if (addresses.length === 0) return;
  throw new StackError(`${name} is protected from being destroyed: ${addresses.join(', ')}`, {
    fix: [
      `To allow it, set protected = false in infra/environments/${name}/main.tf, and make deploy ENV=${name}`,
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
  const access = await step('doctor', 'Check this machine and the account', (reporter) =>
    checkAccess(context, reporter, false),
  );
  const outputs = await step('init', 'Open the state', async () => parseOutputs(await prepareState(context, access)));
  const planned = await step('plan', 'Plan', async () => {
    const release = placeholderRelease(productName(context.checkout), access.identity.account, context.region);
    const made = await makePlan(context, access.module, { release, destroy: true });
    assertUnprotected(environment.name, made.plan);
    return made;
  });
  report.say(planLines(planned.summary));
  const isAgreed = await step('confirm', 'Ask', async (reporter) => {
    if (isEmpty(planned.summary)) return (reporter.skipped('there is nothing to destroy'), true);
    const text = `Destroy ${environment.name} with all it holds?`;
    return isConfirmed({ environment: environment.name, text, losesData: true }, options, signal);
  });
  if (!isAgreed) return undefined;
  const snapshot = await step('snapshot', 'Take a final snapshot of the database', async (reporter) => {
    if (!outputs) return (reporter.skipped('there is no database'), undefined);
    const left = finalSnapshot(planned.plan);
    if (left) return (reporter.skipped(`RDS takes it when the database goes: ${left}`), left);
    return takeSnapshot(context, reporter, { database: outputs.database_identifier, reason: 'final' });
  });
  await step('apply', 'Destroy', async (reporter) => {
    if (isEmpty(planned.summary)) return reporter.skipped('there is nothing to destroy');
    await applyPlan(access.module, planned.file, reporter);
  });
  if (snapshot) {
    await step('prune', 'Delete the earlier snapshots of the database', async (reporter) => {
      const database = environmentPrefix(context.checkout, environment);
      const deleted = await pruneSnapshots(context, reporter, database, 0);
      if (deleted.length > 0) reporter.done(deleted.join(', '));
      else reporter.skipped('there are none');
    });
  }
  const logGroups = await step('logs', 'Delete the log groups that AWS created', (reporter) =>
    deleteLogGroups(context, reporter),
  );
  new DeploymentJournal(environment.journalFile).clear();
  return { snapshot, logGroups };
}
