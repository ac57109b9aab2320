import { startPostgres } from '@zero-to-running/stack/native/postgres/start-postgres';
import { startRedis } from '@zero-to-running/stack/native/redis/start-redis';

/** A PostgreSQL and a Redis of a benchmark's own. */
export interface Stores {
  /** Configuration of an API that uses them. */
  readonly env: { readonly DATABASE_URL: string; readonly REDIS_URL: string };
}

/** Runs work with fresh stores, which are gone after it, whatever happens. */
export async function withStores(work: (stores: Stores) => Promise<void>): Promise<void> {
  const database = await startPostgres();
  try {
    const cache = await startRedis();
    try {
      await work({ env: { DATABASE_URL: database.url, REDIS_URL: cache.url } });
    } finally {
      await cache.stop();
    }
  } finally {
    await database.stop();
  }
}
