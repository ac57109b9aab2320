import { HealthServer } from '@zero-to-running/health/server/health-server';
import { eventLoopProbe } from '@zero-to-running/health/server/probe';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import {
  Credentials,
  parseCacheSecret,
  parseDatabaseSecret,
  type ParseLogin,
  secretsManagerReader,
} from './credentials.ts';
import type { DatabaseOptions } from './db/connection.ts';
import { createPool } from './db/pool.ts';
import { createDatabaseProbe } from './db/probe.ts';
import { Database } from './db/query.ts';
import { taskTables } from './features/tasks/repository.ts';
import { refuseHealth } from './http/health.ts';
import { HttpServer, serverTimeouts } from './http/server.ts';
import { createConnectionLog } from './log.ts';
import { createCacheClient } from './redis.ts';
import { createCacheProbe } from './redis-probe.ts';

const connectionTimeoutMs = 5_000;

function renewable(service: string, arn: string | undefined, parse: ParseLogin, log: Logger): Credentials | undefined {
  return arn === undefined ? undefined : new Credentials({ service, read: secretsManagerReader(arn), parse, log });
}

/** Makes every part of the API and joins them. Does no I/O: that is for the steps of starting. */
export function createService(config: Config, log: Logger, certificates?: readonly string[]) {
  const databaseOptions: DatabaseOptions = {
    url: config.DATABASE_URL,
    password: config.DATABASE_PASSWORD,
    certificates,
    credentials: renewable('database', config.DATABASE_SECRET_ARN, parseDatabaseSecret, log),
    poolMin: config.DATABASE_POOL_MIN,
    poolMax: config.DATABASE_POOL_MAX,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    connectionTimeoutMs,
  };
  const databaseLog = createConnectionLog(log, 'database');
  const pool = createPool(databaseOptions, databaseLog);
  const cache = createCacheClient(
    {
      url: config.REDIS_URL,
      password: config.REDIS_PASSWORD,
      credentials: renewable('cache', config.REDIS_SECRET_ARN, parseCacheSecret, log),
    },
    log,
  );
  const health: HealthServer = new HealthServer({
    probes: [
      eventLoopProbe,
      createDatabaseProbe(databaseOptions, pool, databaseLog, {
        tables: taskTables,
        isStarting: () => health.lifecycle.phase === 'starting',
        onHeartbeats: (heartbeats, at) => health.monitor.hear(heartbeats, at),
      }),
      createCacheProbe(cache),
    ],
    version: config.APP_VERSION,
    stack: config.STACK_NAME,
    detailToken: config.HEALTH_DETAIL_TOKEN,
    maxStreamReaders: config.HEALTH_STREAM_MAX,
    log,
    refuse: refuseHealth,
  });
  const db = new Database({ pool, lastSample: () => health.monitor.lastSample('database') });
  const app = createApp({ config, log, db, cache, health });
  const server = new HttpServer(app, serverTimeouts, log);
  return { databaseOptions, pool, cache, health, server };
}

export type Service = ReturnType<typeof createService>;
