import { createCacheClient } from './cache/client.ts';
import { createCacheProbe } from './cache/probe.ts';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { Credentials } from './credentials/credentials.ts';
import { parseCacheSecret, parseDatabaseSecret, type ParseLogin } from './credentials/login.ts';
import { secretsManagerReader } from './credentials/secrets-manager.ts';
import { createPool, type DatabaseOptions } from './db/pool.ts';
import { createDatabaseProbe } from './db/probe.ts';
import { createConnectionLog } from './health/connection-log.ts';
import { createDetailGuard } from './health/detail-guard.ts';
import { eventLoopProbe } from './health/event-loop-probe.ts';
import { Lifecycle } from './health/lifecycle.ts';
import { HealthMonitor } from './health/monitor.ts';
import { ReportRenderer } from './health/renderer.ts';
import { HealthStream } from './health/stream.ts';
import { samplingTimings } from './health/timings.ts';
import { HttpServer } from './http/server.ts';
import { serverTimeouts } from './http/server-timeouts.ts';
import type { Logger } from 'pino';

const connectionTimeoutMs = 5_000;

function renewable(service: string, arn: string | undefined, parse: ParseLogin, log: Logger): Credentials | undefined {
  return arn === undefined ? undefined : new Credentials({ service, read: secretsManagerReader(arn), parse, log });
}

/** Makes every part of the API and joins them. Does no I/O: that is for the steps of starting. */
export function createService(config: Config, log: Logger, certificates?: readonly string[]) {
  const database: DatabaseOptions = {
    url: config.DATABASE_URL,
    certificates,
    credentials: renewable('database', config.DATABASE_SECRET_ARN, parseDatabaseSecret, log),
    poolMin: config.DATABASE_POOL_MIN,
    poolMax: config.DATABASE_POOL_MAX,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    connectionTimeoutMs,
  };
  const databaseLog = createConnectionLog(log, 'database');
  const pool = createPool(database, databaseLog);
  const cache = createCacheClient(
    {
      url: config.REDIS_URL,
      password: config.REDIS_PASSWORD,
      credentials: renewable('cache', config.REDIS_SECRET_ARN, parseCacheSecret, log),
    },
    log,
  );
  const lifecycle = new Lifecycle();
  const monitor = new HealthMonitor({
    probes: [eventLoopProbe, createDatabaseProbe(database, pool, databaseLog), createCacheProbe(cache)],
    lifecycle,
    version: config.APP_VERSION,
    stack: config.STACK_NAME,
    timings: samplingTimings,
  });
  const renderer = new ReportRenderer(monitor);
  const stream = new HealthStream({ renderer, log, maxReaders: config.HEALTH_STREAM_MAX });
  monitor.onUpdate((changed) => changed && stream.broadcast());
  const maySeeDetails = createDetailGuard(config.HEALTH_DETAIL_TOKEN);
  const app = createApp({ config, log, pool, cache, health: { lifecycle, monitor, renderer, stream, maySeeDetails } });
  const server = new HttpServer(app, serverTimeouts, log);
  return { databaseOptions: database, pool, cache, lifecycle, monitor, stream, server };
}

export type Service = ReturnType<typeof createService>;
