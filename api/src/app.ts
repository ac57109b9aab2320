import type { RequestListener } from 'node:http';
import { tasksPath } from '@zero-to-running/contract/tasks';
import express, { type Express } from 'express';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { HealthDependencies } from './health/endpoints.ts';
import { createHealthListener } from './health/listener.ts';
import { createDocumentation } from './http/documentation.ts';
import { createAnswerError, createErrorHandler, notFound } from './http/error-handler.ts';
import { createFront } from './http/front.ts';
import { withJsonBody } from './http/json-body.ts';
import { logRequest } from './http/request-log.ts';
import { createTasksRouter } from './tasks/routes.ts';

/** What the application is made of. */
export interface AppDependencies {
  readonly config: Config;
  readonly log: Logger;
  readonly pool: Pool;
  readonly cache: Redis;
  readonly health: HealthDependencies;
}

function createExpress({ config, log, pool, cache }: AppDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  // Hashing every answer costs more than it saves; resources with versions set their own.
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.TRUST_PROXY);

  const tasks = createTasksRouter({ pool, cache, cacheTtlSeconds: config.CACHE_TTL_SECONDS, log });
  app.use(tasksPath, withJsonBody(tasks));
  if (config.NODE_ENV !== 'production') app.use(createDocumentation(config.APP_VERSION));
  app.use(notFound);
  app.use(createErrorHandler(log));
  return app;
}

/** The whole application as one listener: the health endpoints in front of everything else. Does no I/O. */
export function createApp(dependencies: AppDependencies): RequestListener {
  const { config, log, cache, health } = dependencies;
  const answerHealth = createHealthListener(health);
  const perMinute = config.RATE_LIMIT_PER_MINUTE;
  const front = createFront(
    {
      lifecycle: health.lifecycle,
      corsOrigins: config.CORS_ORIGINS,
      rateLimit: perMinute > 0 ? { perMinute, trustedHops: config.TRUST_PROXY, redis: cache } : undefined,
      answerError: createAnswerError(log),
    },
    createExpress(dependencies),
  );
  const logsHealth = log.isLevelEnabled('debug');
  return (req, res) => {
    const start = performance.now();
    if (!answerHealth(req, res)) {
      logRequest(log, 'info', req, res, start);
      front(req, res);
    } else if (logsHealth) logRequest(log, 'debug', req, res, start);
  };
}
