import { once } from 'node:events';
import type { Server } from 'node:http';
import { type Task, taskSchema, tasksPath } from '@app/contract/tasks';
import express from 'express';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { letEveryoneIn } from '../auth/identity.ts';
import { createCacheClient } from '../redis.ts';
import { Database } from '../db/query.ts';
import { createPool } from '../db/pool.ts';
import { createErrorHandler, notFound } from '../http/error-handler.ts';
import { jsonBody } from '../http/body.ts';
import { createTasksRouter } from '../features/tasks/routes.ts';
import { createTestCache } from './caches.ts';
import { createTestDatabase } from './databases.ts';
import { eventually } from './eventually.ts';
import { FaultProxy } from './fault-proxy.ts';
import { silentConnectionLog, silentLog } from './log.ts';

/** A JSON body and headers of a request. */
interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The tasks behind HTTP, with a database and a cache of their own, both reached through proxies that can fail. */
export interface TasksServer {
  readonly pool: Pool;
  /** Where the database is when nothing fails. */
  readonly databaseUrl: string;
  readonly databaseProxy: FaultProxy;
  readonly cacheProxy: FaultProxy;
  /** A connection to the cache that does not fail. */
  readonly cacheAdmin: Redis;
  /** Sends a request below the path of the tasks. */
  request(path: string, call?: Call): Promise<Response>;
  /** Creates a task and returns it. */
  create(title: string, state?: string): Promise<Task>;
  /** Empties the database and the cache, mends the proxies, and waits until both are used again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const timeouts = { statementTimeoutMs: 1_000, connectionTimeoutMs: 1_000 } as const;

async function listen(pool: Pool, cache: Redis): Promise<{ server: Server; origin: string }> {
  const app = express()
    .disable('etag')
    .use(letEveryoneIn)
    .use(jsonBody)
    .use(tasksPath, createTasksRouter({ db: new Database({ pool }), cache, cacheTtlSeconds: 30, log: silentLog }))
    .use(notFound)
    .use(createErrorHandler(silentLog));
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

export async function startTasksServer(poolMax = 10): Promise<TasksServer> {
  const database = await createTestDatabase();
  const testCache = await createTestCache();
  const databaseProxy = await FaultProxy.start(database.url);
  const cacheProxy = await FaultProxy.start(testCache.url);
  const pool = createPool({ url: databaseProxy.url, poolMin: 2, poolMax, ...timeouts }, silentConnectionLog);
  const cache = createCacheClient({ url: cacheProxy.url }, silentLog);
  const { server, origin } = await listen(pool, cache);

  const request = (path: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<Response> => {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return fetch(`${origin}${tasksPath}${path}`, { method, headers: { ...content, ...headers }, ...text });
  };

  return {
    pool,
    databaseUrl: database.url,
    databaseProxy,
    cacheProxy,
    cacheAdmin: testCache.admin,
    request,
    async create(title, state = 'open') {
      const response = await request('', { method: 'POST', body: { title, state } });
      return taskSchema.parse(await response.json());
    },
    async reset() {
      await Promise.all([databaseProxy.pass(), cacheProxy.pass()]);
      await eventually('the database answers', () =>
        pool.query('TRUNCATE tasks, idempotency_keys').then(
          () => true,
          () => false,
        ),
      );
      await testCache.admin.flushdb();
      await eventually('the cache is used', async () => (await request('')).headers.get('x-cache') !== 'bypass');
    },
    async close() {
      server.closeAllConnections();
      server.close();
      cache.disconnect();
      await pool.end();
      await Promise.all([databaseProxy.close(), cacheProxy.close()]);
      await Promise.all([database.drop(), testCache.release()]);
    },
  };
}
