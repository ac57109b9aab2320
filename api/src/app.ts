import type { RequestListener } from 'node:http';
import { tasksPath } from '@zero-to-running/contract/tasks';
import express, { type Express } from 'express';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { HealthDependencies } from './health/endpoints.ts';
import { createHealthListener } from './health/listener.ts';
import { refuseWhileStarting } from './http/availability.ts';
import { crossOrigin } from './http/cross-origin.ts';
import { createDocumentation } from './http/documentation.ts';
import { createErrorHandler, notFound } from './http/error-handler.ts';
import { jsonBody } from './http/json-body.ts';
import { limitRate } from './http/rate-limit.ts';
import { identify } from './http/request-id.ts';
import { logRequest, rememberMount } from './http/request-log.ts';
import { requireHost } from './http/require-host.ts';
import { securityHeaders } from './http/security-headers.ts';
import { createTasksRouter } from './tasks/routes.ts';

/** What the application is made of. */
export interface AppDependencies {
  readonly config: Config;
  readonly log: Logger;
  readonly pool: Pool;
  readonly cache: Redis;
  readonly health: HealthDependencies;
}

function createExpress({ config, log, pool, cache, health }: AppDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  // Hashing every answer costs more than it saves; resources with versions set their own.
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.TRUST_PROXY);

  app.use(identify, securityHeaders, requireHost);
  if (config.CORS_ORIGINS.length > 0) app.use(crossOrigin(config.CORS_ORIGINS));

  const api = express.Router();
  api.use(refuseWhileStarting(health.lifecycle));
  if (config.RATE_LIMIT_PER_MINUTE > 0) api.use(limitRate(config.RATE_LIMIT_PER_MINUTE, cache));
  api.use(jsonBody);
  app.use('/api', api);
  const tasks = createTasksRouter({ pool, cache, cacheTtlSeconds: config.CACHE_TTL_SECONDS, log });
  app.use(tasksPath, rememberMount, tasks);

  if (config.NODE_ENV !== 'production') app.use(createDocumentation(config.APP_VERSION));
  app.use(notFound);
  app.use(createErrorHandler(log));
  return app;
}

/** The whole application as one listener: the health endpoints in front, and Express behind them. Does no I/O. */
export function createApp(dependencies: AppDependencies): RequestListener {
  const { log, health } = dependencies;
  const answerHealth = createHealthListener(health);
  const app = createExpress(dependencies);
  const logsHealth = log.isLevelEnabled('debug');
  return (req, res) => {
    const start = performance.now();
    if (!answerHealth(req, res)) {
      logRequest(log, 'info', req, res, start);
      app(req, res);
    } else if (logsHealth) logRequest(log, 'debug', req, res, start);
  };
}
