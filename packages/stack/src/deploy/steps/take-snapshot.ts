import { messageOf } from '../../errors.ts';
import { DatabaseSnapshots } from '../aws/snapshots.ts';
import type { DeployContext } from '../context.ts';
import type { StepReporter } from '../report.ts';

/** Of those that deployments take. RDS allows 100 in a region, and then deployments stop. */
const keptSnapshots = 5;

/** What the snapshots that a deployment takes are called: the reason, as part of their name. */
type Reason = 'before-deploy' | 'final';

const prefixOf = (database: string, reason: Reason) => `${database}-${reason}-`;

/** A name as RDS permits: letters, digits and single dashes. */
function snapshotName(database: string, reason: Reason, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+Z/g, '');
  return `${prefixOf(database, reason)}${stamp}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/**
 * Takes a snapshot of the database, or waits for one that an interrupted run began.
 * @param begun name of that one
 * @param onBegin called with the name, before it is asked for
 * @throws StackError
 */
export async function takeSnapshot(
  { region, signal }: DeployContext,
  reporter: StepReporter,
  request: { database: string; reason: Reason; begun?: string | undefined; onBegin?: (name: string) => void },
): Promise<string> {
  const { database, reason, begun, onBegin } = request;
  const snapshots = new DatabaseSnapshots(region, signal);
  const status = begun ? await snapshots.status(begun) : undefined;
  if (begun && (status === 'available' || status === 'creating')) {
    if (status === 'creating') await snapshots.untilAvailable(begun);
    reporter.skipped(`${begun} was taken by an earlier run`);
    return begun;
  }
  const name = snapshotName(database, reason, new Date());
  onBegin?.(name);
  reporter.note(name);
  await snapshots.create(database, name);
  await snapshots.untilAvailable(name);
  reporter.done(name);
  return name;
}

/**
 * Deletes what deployments have taken of a database, but for the newest. That one cannot be deleted is no reason to stop.
 * @returns names of those that were deleted
 */
export async function pruneSnapshots(
  { region, signal }: Pick<DeployContext, 'region' | 'signal'>,
  reporter: StepReporter,
  database: string,
  kept = keptSnapshots,
): Promise<readonly string[]> {
  const snapshots = new DatabaseSnapshots(region, signal);
  const deleted: string[] = [];
  try {
    for (const name of (await snapshots.named(database, prefixOf(database, 'before-deploy'))).slice(kept)) {
      await snapshots.delete(name);
      deleted.push(name);
    }
  } catch (error) {
    signal.throwIfAborted();
    reporter.note(`Old snapshots could not be deleted: ${messageOf(error)}`);
  }
  return deleted;
}
