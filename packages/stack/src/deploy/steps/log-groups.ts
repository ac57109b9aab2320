import { z } from 'zod';
import { messageOf } from '../../errors.ts';
import { AwsLogGroups } from '../aws/log-groups.ts';
import type { DeployContext } from '../context.ts';
import { environmentPrefix } from '../environment.ts';
import type { TerraformPlan } from '../plan/terraform-plan.ts';
import { plannedAction } from '../plan/plan-summary.ts';
import type { StepReporter } from '../report.ts';
import type { RootModule } from '../terraform/root-module.ts';

type Place = Pick<DeployContext, 'checkout' | 'environment' | 'region' | 'signal'>;

const groupsOf = (place: Place) =>
  new AwsLogGroups(environmentPrefix(place.checkout, place.environment), place.region, place.signal);

const groupSchema = z.object({ name: z.string() });

/**
 * Before an environment is made: takes log groups that AWS made, which stand where a plan would make them, into the state. RDS writes
 * the last lines of a database after Terraform has deleted its group; with that in the way, the next deployment would fail.
 * @throws StackError
 */
export async function adoptLogGroups(
  place: Place,
  reporter: StepReporter,
  module: RootModule,
  { resource_changes: changes }: TerraformPlan,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const made = await groupsOf(place).list();
  for (const change of changes) {
    if (change.type !== 'aws_cloudwatch_log_group' || plannedAction(change) !== 'add') continue;
    const name = groupSchema.safeParse(change.change.after).data?.name;
    if (name === undefined || !made.includes(name)) continue;
    await module.adopt(change.address, name, variables);
    reporter.note(`takes over the log group ${name}, which AWS made`);
  }
}

/**
 * After an environment is gone: deletes the log groups that AWS made. That one cannot be deleted is no reason to fail.
 * @returns names of those that are left
 */
export async function deleteLogGroups(place: Place, reporter: StepReporter): Promise<readonly string[]> {
  const groups = groupsOf(place);
  try {
    const made = await groups.list();
    for (const name of made) await groups.delete(name);
    if (made.length > 0) reporter.done(made.join(', '));
    else reporter.skipped('there are none');
    return await groups.list();
  } catch (error) {
    place.signal.throwIfAborted();
    reporter.done(`they could not all be deleted: ${messageOf(error)}`);
    return groups.list().catch(() => []);
  }
}
