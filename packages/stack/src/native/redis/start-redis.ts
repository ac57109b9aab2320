import { thisCheckout } from '../../checkout.ts';
import { anyFreePort } from '../../ports/free-port.ts';
import { isRedisReady } from '../../probes/stores.ts';
import { startThrowaway, type ThrowawayServer } from '../throwaway-server.ts';
import { findRedis } from './find-redis.ts';
import { redisArguments, redisEnding } from './servers.ts';

const fetchDeadlineMs = 180_000;

/**
 * Starts a Redis (or Valkey) that has nothing to do with the stack's, for tests and benchmarks: it keeps nothing, and
 * is gone with this process.
 *
 *     const server = await startRedis();
 *     process.env.TEST_REDIS_URL = server.url;
 *     await server.stop();
 *
 * @param options.port 0, the default, takes a free one
 * @param options.tools folder of fetched programs, the stack's by default
 * @param options.report called with progress when the program has to be fetched
 * @returns a server whose `url` is without a password
 * @throws StackError when there is no Redis and none can be fetched, or it does not start
 */
export async function startRedis(
  options: { readonly port?: number; readonly tools?: string; readonly report?: (message: string) => void } = {},
): Promise<ThrowawayServer> {
  const { tools = thisCheckout.tools, report = () => undefined } = options;
  const server = await findRedis(tools, report, AbortSignal.timeout(fetchDeadlineMs));
  const port = options.port || (await anyFreePort());
  return startThrowaway({
    name: server.name,
    port,
    url: `redis://127.0.0.1:${port}`,
    launch: {
      file: server.file,
      args: redisArguments(port),
      cwd: '/',
      env: { ...process.env, ...server.env },
    },
    ready: () => isRedisReady(port),
    ending: redisEnding,
    cleanUp: () => undefined,
  });
}
