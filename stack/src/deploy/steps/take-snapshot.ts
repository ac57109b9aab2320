import { DatabaseSnapshots } from '../aws/snapshots.ts';
import type { DeployContext } from '../context.ts';
import type { StepVoice } from '../report/step-runner.ts';

/** A name that RDS takes: letters, digits and single hyphens. */
export function snapshotName(database: string, reason: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+Z/g, '');
  return `${database}-${reason}-${stamp}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/**
 * Takes a snapshot of the database, or waits for one that an interrupted run began.
 * @param begun name of that one
 * @param onBegin called with the name, before it is asked for
 * @throws StackError
 */
export async function takeSnapshot(
  { region, signal }: DeployContext,
  voice: StepVoice,
  request: { database: string; reason: string; begun?: string | undefined; onBegin?: (name: string) => void },
): Promise<string> {
  const { database, reason, begun, onBegin } = request;
  const snapshots = new DatabaseSnapshots(region, signal);
  const status = begun ? await snapshots.status(begun) : undefined;
  if (begun && (status === 'available' || status === 'creating')) {
    if (status === 'creating') await snapshots.untilAvailable(begun);
    voice.skipped(`${begun} was taken by an earlier run`);
    return begun;
  }
  const name = snapshotName(database, reason, new Date());
  onBegin?.(name);
  voice.note(name);
  await snapshots.create(database, name);
  await snapshots.untilAvailable(name);
  voice.done(name);
  return name;
}
