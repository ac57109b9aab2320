import { tasksPath } from '@app/contract/tasks';
import type { HealthServer } from '@zero-to-running/health/server/health-server';
import express, { type Express } from 'express';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { createAuth } from './auth/auth.ts';
import { requireTaskScope } from './auth/identity.ts';
import type { Config } from './config.ts';
import type { Database } from './db/query.ts';
import { createTasksRouter } from './features/tasks/routes.ts';
import { jsonBody, limitBody } from './http/body.ts';
import { createDocumentation } from './http/documentation.ts';
import { createErrorHandler, notFound } from './http/error-handler.ts';
import { limitRate } from './http/rate-limit.ts';
import { refuseWhileStarting } from './http/health.ts';
import { logRequests } from './http/request.ts';
import { allowHosts, allowOrigins, refuseCrossSite, requireHost, securityHeaders } from './http/security.ts';

/** What the application is made of. */
export interface AppDependencies {
  readonly config: Config;
  readonly log: Logger;
  readonly db: Database;
  readonly cache: Redis;
  readonly health: HealthServer;
}

/** The whole application: what every request goes through, in order. Does no I/O. */
export function createApp({ config, log, db, cache, health }: AppDependencies): Express {
  const inProduction = config.NODE_ENV === 'production';
  const auth = createAuth(config, db, log);
  const app = express();
  app.disable('x-powered-by');
  // Hashing every answer costs more than it saves; resources with versions set their own.
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.TRUST_PROXY);

  if (!inProduction) app.use(allowHosts(config.ALLOWED_HOSTS));
  if (log.isLevelEnabled('debug')) app.use('/health', logRequests(log, 'debug'));
  app.use(health.handler);
  app.use(logRequests(log, 'info'));
  app.use(securityHeaders(inProduction));
  if (config.CORS_ORIGINS.length > 0) app.use(allowOrigins(config.CORS_ORIGINS));
  app.use(requireHost);
  app.use(refuseCrossSite(config.CORS_ORIGINS));
  app.use(limitBody);

  app.use(['/api', '/auth'], refuseWhileStarting(health.lifecycle));
  if (config.RATE_LIMIT_PER_MINUTE > 0) app.use('/api', limitRate(config.RATE_LIMIT_PER_MINUTE, cache, 'hits'));
  if (auth.login && config.AUTH_RATE_LIMIT_PER_MINUTE > 0) {
    app.use('/auth', limitRate(config.AUTH_RATE_LIMIT_PER_MINUTE, cache, 'sign-ins'));
  }
  if (auth.login) app.use(auth.login);
  app.use('/api', auth.identify);
  app.use('/api', jsonBody);
  app.use(auth.sessions);
  app.use(
    tasksPath,
    requireTaskScope,
    createTasksRouter({ db, cache, cacheTtlSeconds: config.CACHE_TTL_SECONDS, log }),
  );

  if (!inProduction) app.use(createDocumentation(config.APP_VERSION));
  app.use(notFound([...(inProduction ? [] : ['/docs']), '/health/all']));
  app.use(createErrorHandler(log));
  return app;
}
