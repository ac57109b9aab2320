import { startPostgres } from '../../../src/native/postgres/start-postgres.ts';
import { startRedis } from '../../../src/native/redis/start-redis.ts';
import type { ThrowawayServer } from '../../../src/native/throwaway-server.ts';

/** A server that the tests of a file share: started when the first asks for it, stopped after the last. */
function shared(start: () => Promise<ThrowawayServer>): () => Promise<ThrowawayServer> {
  let server: Promise<ThrowawayServer> | undefined;
  return () => {
    if (server) return server;
    // Called while tests run, this adds a hook to the file's own root: a worker of Mocha's loads this module only once.
    after(async function stopServer() {
      // Much has been written, all of which goes to the disk before it is deleted.
      this.timeout(120_000);
      const stopping = server;
      server = undefined;
      await (await stopping)?.stop();
    });
    server = start();
    return server;
  };
}

export const databaseServer = shared(() => startPostgres());

export const cacheServer = shared(() => startRedis());
