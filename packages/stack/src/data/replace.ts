import { messageOf } from '../errors.ts';
import { emptyCache } from './cache.ts';
import {
  readCatalog,
  type Catalog,
  type LiveMetadata,
  type SnapshotCommand,
  type SnapshotMetadata,
} from './catalog.ts';
import { describeDatabase, dropDatabase, renameDatabase, transaction, withExclusiveAccess } from './databases.ts';
import { readApplied } from './migrations.ts';
import { automaticName } from './snapshots.ts';
import type { DataSession } from './data-session.ts';

/**
 * Empties the cache after the data was replaced, and notes that it is done. A cache that does not answer is no failure: its
 * entries expire by themselves, and the next command tries again.
 */
async function refreshCache(session: DataSession, metadata: LiveMetadata): Promise<void> {
  const { target, client, names, step } = session;
  if (target.cache) {
    await step('emptying the cache');
    try {
      await emptyCache(target.cache);
    } catch (error) {
      await step(`the cache does not answer (${messageOf(error)}): it may show the old data for half a minute`);
      return;
    }
  }
  await client.query(describeDatabase(names.live, { ...metadata, cacheIsStale: false }));
}

/**
 * Puts right what an interrupted command has left: databases that were not complete, and a cache that was not emptied.
 * Whatever stands under its final name is complete, since it gets that in one transaction.
 */
export async function repair(session: DataSession): Promise<void> {
  const { client, names, step } = session;
  const { leftovers, live } = await readCatalog(client, names);
  for (const database of leftovers) {
    await step(`removing ${database}, which an interrupted command left behind`);
    await client.query(dropDatabase(database));
  }
  if (live?.metadata?.cacheIsStale) await refreshCache(session, live.metadata);
}

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
  await withExclusiveAccess(session, [names.live, names.next], () =>
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
