import { loadConfig } from '../../src/config.ts';
import { createService, type Service } from '../../src/service.ts';
import { createTestCache, type TestCache } from '../../src/test-support/caches.ts';
import { createTestDatabase, type TestDatabase } from '../../src/test-support/databases.ts';
import { FaultProxy } from '../../src/test-support/fault-proxy.ts';
import { type CapturedLog, captureLog } from '../../src/test-support/log.ts';

/** The whole API inside this process, with services of its own, both reached through proxies that can fail. */
export interface TestApi extends Service {
  readonly origin: string;
  readonly port: number;
  readonly captured: CapturedLog;
  readonly database: TestDatabase;
  readonly testCache: TestCache;
  readonly databaseProxy: FaultProxy;
  readonly cacheProxy: FaultProxy;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/**
 * Starts the API, ready for requests.
 * @param env variables beside those that name the services
 */
export async function startTestApi(env: Readonly<Record<string, string>> = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const testCache = await createTestCache();
  const databaseProxy = await FaultProxy.start(database.url);
  const cacheProxy = await FaultProxy.start(testCache.url);
  const config = loadConfig({
    NODE_ENV: 'test',
    AUTH: 'off',
    RATE_LIMIT_PER_MINUTE: '0',
    DATABASE_URL: databaseProxy.url,
    REDIS_URL: cacheProxy.url,
    ...env,
  });
  const captured = captureLog();
  const service = createService(config, captured.log);
  const port = await service.server.listen('127.0.0.1', 0);
  const origin = `http://127.0.0.1:${port}`;
  service.health.monitor.start();
  service.health.lifecycle.enter('ready');
  return {
    ...service,
    origin,
    port,
    captured,
    database,
    testCache,
    databaseProxy,
    cacheProxy,
    fetch: (path, init) => fetch(origin + path, init),
    async close() {
      service.health.stream.close();
      service.server.cut();
      await service.health.monitor.stop();
      service.cache.disconnect();
      await service.pool.end();
      await Promise.all([databaseProxy.close(), cacheProxy.close()]);
      await Promise.all([database.drop(), testCache.release()]);
    },
  };
}
