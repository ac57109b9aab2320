import { readCatalog } from './catalog.ts';
import { copy } from './copy.ts';
import { droppingOnFailure } from './dropping-on-failure.ts';
import type { SnapshotMetadata } from './metadata.ts';
import { readApplied } from './read-applied.ts';
import { assertRoom, prune } from './retention.ts';
import type { DataSession } from './session.ts';
import { automaticName, checkNewName } from './snapshot-names.ts';
import { describeDatabase, renameDatabase } from './statements.ts';
import { StackError } from '../stack-error.ts';
import { transaction } from './transaction.ts';

function chooseName(wanted: string | undefined, taken: ReadonlySet<string>, now: Date): string {
  if (wanted === undefined) return automaticName('snapshot', now, taken);
  checkNewName(wanted);
  if (!taken.has(wanted)) return wanted;
  throw new StackError(`There is a snapshot ${wanted} already`, {
    fix: [`Choose another name, or delete that one: make snapshot-delete NAME=${wanted}`],
  });
}

/**
 * Copies the data aside.
 * @param options.name without one it counts as automatic
 * @param options.maxBytes what all snapshots together may take
 * @returns its name
 * @throws StackError when there is no room, or the name cannot be used
 */
export async function takeSnapshot(
  session: DataSession,
  options: { readonly name?: string | undefined; readonly maxBytes: number },
): Promise<string> {
  const { client, names, step } = session;
  const { live, snapshots } = await readCatalog(client, names);
  const now = new Date();
  const name = chooseName(options.name, new Set(snapshots.map((each) => each.name)), now);
  const database = names.ofSnapshot(name);
  if (!live) {
    throw new StackError(`There is no database ${names.live}`, { fix: ['make reset makes a new one.'] });
  }
  assertRoom(snapshots, live.bytes, options.maxBytes);
  const metadata: SnapshotMetadata = {
    kind: 'snapshot',
    createdAt: now.toISOString(),
    command: 'snapshot',
    automatic: options.name === undefined,
    migrations: await readApplied(session, names.live),
  };
  await droppingOnFailure(session, names.copy, async () => {
    await step('copying the data');
    await copy(session, names.live, live.bytes, names.copy);
    await step('naming the snapshot');
    await transaction(client, async () => {
      await client.query(renameDatabase(names.copy, database));
      await client.query(describeDatabase(database, metadata));
    });
  });
  await prune(session, options.maxBytes);
  return name;
}
