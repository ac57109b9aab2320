import type { Catalog } from './catalog.ts';
import { withoutConnections } from './exclusive.ts';
import type { LiveMetadata, SnapshotMetadata } from './metadata.ts';
import { readApplied } from './read-applied.ts';
import { refreshCache } from './refresh-cache.ts';
import type { DataSession } from './session.ts';
import { automaticName, type SnapshotCommand } from './snapshot-names.ts';
import { describeDatabase, renameDatabase } from './statements.ts';
import { transaction } from './transaction.ts';

async function planSnapshot(session: DataSession, catalog: Catalog, command: SnapshotCommand) {
  if (!catalog.live) return undefined;
  const now = new Date();
  const name = automaticName(command, now, new Set(catalog.snapshots.map((each) => each.name)));
  const metadata: SnapshotMetadata = {
    kind: 'snapshot',
    createdAt: now.toISOString(),
    command,
    automatic: true,
    migrations: await readApplied(session, session.names.live),
  };
  return { name, database: session.names.ofSnapshot(name), metadata };
}

/**
 * Puts the complete database `next` in the place of the one in use, which becomes a snapshot under its new name: nothing is
 * copied, and all of it is one transaction, so that at any instant either the one or the other is in use.
 * @returns the snapshot's name; undefined where there was no database to save
 */
export async function replaceLive(
  session: DataSession,
  catalog: Catalog,
  command: SnapshotCommand,
): Promise<string | undefined> {
  const { client, names, step } = session;
  const saved = await planSnapshot(session, catalog, command);
  const metadata: LiveMetadata = { kind: 'live', undo: saved?.name ?? null, cacheIsStale: true };
  await step('replacing the data');
  await withoutConnections(session, [names.live, names.next], () =>
    transaction(client, async () => {
      if (saved) {
        await client.query(renameDatabase(names.live, saved.database));
        await client.query(describeDatabase(saved.database, saved.metadata));
      }
      await client.query(renameDatabase(names.next, names.live));
      await client.query(describeDatabase(names.live, metadata));
    }),
  );
  await refreshCache(session, metadata);
  return saved?.name;
}
