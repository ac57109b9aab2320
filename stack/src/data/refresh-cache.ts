import { messageOf } from '../errors.ts';
import { emptyCache } from './cache.ts';
import type { LiveMetadata } from './metadata.ts';
import type { DataSession } from './session.ts';
import { describeDatabase } from './statements.ts';

/**
 * Empties the cache after the data were replaced, and notes that it is done. A cache that does not answer is no failure: its
 * entries expire by themselves, and the next command tries again.
 */
export async function refreshCache(session: DataSession, metadata: LiveMetadata): Promise<void> {
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
