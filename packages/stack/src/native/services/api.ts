import { join } from 'node:path';
import type { Checkout } from '../../checkout.ts';
import type { Settings } from '../../environment/settings.ts';
import { httpAnswer } from '../../probes/http.ts';
import type { PerService } from '../../services.ts';
import { programEnvironment } from '../../environment/shell.ts';
import type { ServiceDefinition } from '../service-definition.ts';

function databaseUrl({ user, password, database }: Settings, port: number): string {
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${credentials}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** What the API takes from `.env`: what docker-compose.yml hands on to its container as well. */
export const apiSettings = [
  'ALLOWED_HOSTS',
  'AUTH',
  'AUTH_RATE_LIMIT_PER_MINUTE',
  'CACHE_TTL_SECONDS',
  'CORS_ORIGINS',
  'DATABASE_POOL_MAX',
  'DATABASE_POOL_MIN',
  'DATABASE_STATEMENT_TIMEOUT_MS',
  'HEALTH_DETAIL_TOKEN',
  'HEALTH_STREAM_MAX',
  'LOG_LEVEL',
  'OIDC_ADMIN_ROLE',
  'OIDC_AUDIENCE',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_ISSUER',
  'OIDC_ROLES_CLAIM',
  'OIDC_SCOPES',
  'PUBLIC_ORIGIN',
  'RATE_LIMIT_PER_MINUTE',
  'SESSION_IDLE_MINUTES',
  'SESSION_LIFETIME_HOURS',
  'STARTUP_DEADLINE_MS',
  'CHOKIDAR_USEPOLLING',
] as const;

function passedOn({ variables }: Settings): Record<string, string> {
  return Object.fromEntries(
    apiSettings.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  );
}

/** The API from its sources, restarted by api/dev.ts at each change. It waits for the database by itself. */
export function apiService(checkout: Checkout, settings: Settings, ports: PerService<number>): ServiceDefinition {
  return {
    name: 'api',
    critical: true,
    readyWithinMs: 90_000,
    ending: [
      // It ends by itself within 25 s, when a request takes that long.
      { signal: 'SIGTERM', waitMs: 28_000 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ],
    prepare: () =>
      Promise.resolve({
        program: `Node ${process.versions.node}`,
        file: process.execPath,
        args: [join(checkout.root, 'api/dev.ts')],
        cwd: join(checkout.root, 'api'),
        env: programEnvironment({
          ...passedOn(settings),
          NODE_ENV: 'development',
          HOST: '127.0.0.1',
          PORT: String(ports.api),
          DATABASE_URL: databaseUrl(settings, ports.database),
          REDIS_URL: `redis://127.0.0.1:${ports.cache}`,
          STACK_NAME: settings.stack ?? '',
        }),
      }),
    async isReady() {
      const answer = await httpAnswer(`http://127.0.0.1:${ports.api}/health/ready`, 2_000);
      return answer?.status === 200;
    },
    async cause() {
      const { findMismatch } = await import('../../data/migrations.ts');
      const { user, password, database: name } = settings;
      return findMismatch({ host: '127.0.0.1', port: ports.database, user, password, name });
    },
    crashed: /^\[dev\] crashed \((.*)\): waiting/,
    restarting: /^\[dev\] (crashed \(.*\)|.* was saved): (?:starting again|restarting)/,
    fixFor: (output) =>
      /EADDRINUSE/.test(output)
        ? ['Another process took the port meanwhile: start again.']
        : ['Fix what the log reports, then: make dev'],
  };
}
