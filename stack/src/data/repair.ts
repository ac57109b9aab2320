import { readCatalog } from './catalog.ts';
import { refreshCache } from './refresh-cache.ts';
import type { DataSession } from './session.ts';
import { dropDatabase } from './statements.ts';

/**
 * Puts right what an interrupted command has left: databases that were not complete, and a cache that was not emptied.
 * Whatever stands under its final name is complete, since it gets that in one transaction.
 */
export async function repair(session: DataSession): Promise<void> {
  const { client, names, step } = session;
  const { leftovers, live } = await readCatalog(client, names);
  for (const database of leftovers) {
    await step(`removing ${database}, which an interrupted command has left`);
    await client.query(dropDatabase(database));
  }
  if (live?.metadata?.cacheIsStale) await refreshCache(session, live.metadata);
}
