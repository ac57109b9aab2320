import { startPostgres } from '../../../src/native/postgres/start-postgres.ts';
import { startRedis } from '../../../src/native/redis/start-redis.ts';
import type { ThrowawayServer } from '../../../src/native/throwaway-server.ts';

let database: Promise<ThrowawayServer> | undefined;
let cache: Promise<ThrowawayServer> | undefined;

/** A PostgreSQL for all tests of this process. */
export const databaseServer = (): Promise<ThrowawayServer> => (database ??= startPostgres());

/** A Redis for all tests of this process. */
export const cacheServer = (): Promise<ThrowawayServer> => (cache ??= startRedis());

// At the top of a module this is a root hook: it runs once, after all tests of the process.
after(async function stopServers() {
  // Much has been written, all of which goes to the disk before it is deleted.
  this.timeout(120_000);
  await (await database)?.stop();
  await (await cache)?.stop();
});
