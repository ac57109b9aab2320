import { existsSync } from 'node:fs';
import type { Checkout } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { readSettings } from '../environment/settings.ts';
import { readState } from '../state/read-state.ts';
import { StackError } from '../stack-error.ts';
import { assertLocalEnvironment } from './local-only.ts';
import { parseDatabaseUrl, parseRedisUrl, type Address } from './target-url.ts';

/** The application's database, and how to log in as its owner. */
export interface DatabaseTarget extends Address {
  readonly user: string;
  readonly password: string;
  readonly name: string;
}

/** The local stack's stores, as they are reached from here. */
export interface DataTarget {
  readonly database: DatabaseTarget;
  /** None where only a database was named. */
  readonly cache?: Address | undefined;
}

const postgresPort = 5432;
const redisPort = 6379;

function fromSettings(checkout: Checkout, environment: NodeJS.ProcessEnv): DataTarget {
  if (!existsSync(checkout.envFile)) {
    throw new StackError('The stack has never run here: there are no data', { fix: ['Start it: make dev'] });
  }
  const { user, password, database: name, ports } = readSettings(checkout, environment);
  if (environment.IN_DEV_CONTAINER === '1') {
    return {
      database: { host: 'database', port: postgresPort, user, password, name },
      cache: { host: 'cache', port: redisPort },
    };
  }
  const running = readState(checkout)?.services;
  const host = '127.0.0.1';
  return {
    database: { host, port: running?.database.port ?? ports.database, user, password, name },
    cache: { host, port: running?.cache.port ?? ports.cache },
  };
}

/**
 * Where the data are: in the stores of this checkout's stack, or in those that DATABASE_URL and REDIS_URL name.
 * @throws StackError for anything that is not the local stack's
 */
export function resolveTarget(checkout: Checkout, environment: NodeJS.ProcessEnv): DataTarget {
  assertLocalEnvironment(environment);
  assertLocalEnvironment({ NODE_ENV: readEnvFile(checkout).NODE_ENV });
  if (!environment.DATABASE_URL) return fromSettings(checkout, environment);
  const { REDIS_URL: cache } = environment;
  return {
    database: parseDatabaseUrl(environment.DATABASE_URL, environment),
    cache: cache ? parseRedisUrl(cache, environment) : undefined,
  };
}
