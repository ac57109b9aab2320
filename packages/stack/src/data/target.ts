import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { isDatabaseName } from '../environment/names.ts';
import { readSettings } from '../environment/settings.ts';
import { stackNotRunning, StackError } from '../stack-error.ts';
import type { ServiceState } from '../state/stack-state.ts';
import type { Address, DatabaseTarget, DataTarget } from './data-session.ts';

// Where the data is: in the running stack of this checkout, and nowhere else. A port in .env is where the database is to
// be, not where it is; and what another project has exported as DATABASE_URL is no order.

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that name other stores than this checkout's, on purpose. */
const targetVariables = { database: 'TARGET_DATABASE_URL', cache: 'TARGET_REDIS_URL' } as const;

const localOnly = [
  'Data is only changed in the local stack: on localhost, or from inside the dev container on the services beside it.',
];

/** By its text alone: what a name means may change between the question and the connection. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * Refuses every host that is not this machine's or, inside the dev container, the service's.
 * @param what the host is of, for the message
 * @param service the name that the stack's own network knows it by
 * @throws StackError
 */
function assertLocalHost(what: string, host: string, service: string, environment: Environment): void {
  // Elsewhere a bare name may be completed to one of a company's network.
  if (isLoopback(host) || (environment.IN_DEV_CONTAINER === '1' && host === service)) return;
  throw new StackError(`${what} is ${JSON.stringify(host)}, which is not the local stack: nothing was changed`, {
    code: 'not-local',
    fix: localOnly,
  });
}

/**
 * Refuses an environment that means another database than the local stack's, even where it would have no effect.
 * @throws StackError
 */
function assertLocalEnvironment(environment: Environment): void {
  if (environment.NODE_ENV === 'production') {
    throw new StackError('NODE_ENV is production: nothing was changed', {
      code: 'not-local',
      fix: [...localOnly, 'Then: unset NODE_ENV'],
    });
  }
  for (const name of ['PGHOST', 'PGHOSTADDR'] as const) {
    const host = environment[name];
    if (host) assertLocalHost(name, host, 'database', environment);
  }
  for (const name of ['PGSERVICE', 'PGSERVICEFILE'] as const) {
    if (!environment[name]) continue;
    throw new StackError(`${name} is set, and may name another database: nothing was changed`, {
      code: 'not-local',
      fix: [`Run it without: env -u ${name} make …`],
    });
  }
}

/** A URL without parameters, some of which name another host. */
function parse(name: string, text: string, protocols: readonly string[]): URL {
  const url = URL.parse(text);
  const fix = [`Such as ${protocols[0]}//localhost:1234/…; without ${name}, the stack of this checkout is used.`];
  if (!url || !protocols.includes(url.protocol))
    throw new StackError(`${name} is not a valid URL`, { code: 'invalid-option', fix });
  if (url.search || url.hash)
    throw new StackError(`${name} has parameters, which are not accepted here`, { code: 'invalid-option', fix });
  return url;
}

function addressOf(name: string, url: URL, service: string, port: number, environment: Environment): Address {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  assertLocalHost(`The host of ${name}`, host, service, environment);
  return { host, port: url.port ? Number(url.port) : port };
}

function decode(name: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StackError(`${name} has an escape that cannot be decoded`, {
      code: 'invalid-option',
      fix: ['% itself is written %25.'],
    });
  }
}

/**
 * @throws StackError when it cannot be used, or is not the local stack's
 */
function parseDatabaseUrl(text: string, environment: Environment): DatabaseTarget {
  const variable = targetVariables.database;
  const url = parse(variable, text, ['postgres:', 'postgresql:']);
  const address = addressOf(variable, url, 'database', 5432, environment);
  const name = decode(variable, url.pathname.slice(1));
  if (!isDatabaseName(name)) {
    throw new StackError(`${variable} names the database ${JSON.stringify(name)}, which cannot be used`, {
      code: 'invalid-option',
      fix: ['It is 1 to 31 letters, digits, - or _, not beginning with a digit or pg_.'],
    });
  }
  return { ...address, user: decode(variable, url.username), password: decode(variable, url.password), name };
}

/** @throws StackError when it cannot be used, or is not the local stack's */
function parseRedisUrl(text: string, environment: Environment): Address {
  const url = parse(targetVariables.cache, text, ['redis:']);
  return addressOf(targetVariables.cache, url, 'cache', 6379, environment);
}

/** @throws StackError when the stack runs, but its database does not */
function refuseDown({ phase, message, fix = [] }: ServiceState): void {
  if (phase === 'up') return;
  const why = message ? `: ${message}` : '';
  throw new StackError(`The database of this stack is not running (${phase})${why}`, {
    code: 'database-unreachable',
    fix: [...fix, 'Start it again: make restart SERVICE=database', 'Its log: make logs SERVICE=database FOLLOW=0'],
  });
}

/** Beside the dev container, whose network has no other database. */
async function besideDevContainer(
  checkout: Checkout,
  driver: StackDriver,
  environment: NodeJS.ProcessEnv,
): Promise<DataTarget> {
  // Where the engine that tells was taken away, the database has to answer for itself.
  const state = await driver.state().catch(() => 'unknown' as const);
  if (state === undefined) throw stackNotRunning();
  if (state !== 'unknown') refuseDown(state.services.database);
  const { user, password, database: name } = readSettings(checkout, environment);
  return {
    database: { host: 'database', port: 5432, user, password, name },
    cache: { host: 'cache', port: 6379 },
    owner: { checkout, mayMark: false },
  };
}

async function ofRunningStack(
  checkout: Checkout,
  driver: StackDriver,
  environment: NodeJS.ProcessEnv,
): Promise<DataTarget> {
  const state = await driver.state();
  if (!state) throw stackNotRunning();
  const { database, cache } = state.services;
  refuseDown(database);
  const { user, password, database: name } = readSettings(checkout, environment);
  const host = '127.0.0.1';
  return {
    database: { host, port: database.port, user, password, name },
    cache: { host, port: cache.port },
    owner: {
      checkout,
      mayMark: true,
      ...(state.mode === 'native' ? { dataDirectory: join(checkout.postgres, 'data') } : {}),
    },
  };
}

/**
 * Where the data is: in the stores of this checkout's running stack, or in those that TARGET_DATABASE_URL and
 * TARGET_REDIS_URL name.
 * @throws StackError for anything that is not the local stack's, and when the stack does not run
 */
export async function resolveTarget(
  checkout: Checkout,
  driver: StackDriver,
  environment: NodeJS.ProcessEnv,
): Promise<DataTarget> {
  assertLocalEnvironment(environment);
  assertLocalEnvironment({ NODE_ENV: readEnvFile(checkout).NODE_ENV });
  const named = environment[targetVariables.database];
  if (named) {
    const cache = environment[targetVariables.cache];
    const database = parseDatabaseUrl(named, environment);
    return { database, cache: cache ? parseRedisUrl(cache, environment) : undefined };
  }
  return driver.isGuest
    ? besideDevContainer(checkout, driver, environment)
    : ofRunningStack(checkout, driver, environment);
}

/** The target for a person, with the variable that named it where one did: `database app at 127.0.0.1:5432`. */
export function describeTarget({ database: { name, host, port }, owner }: DataTarget): string {
  const source = owner ? '' : ` (from ${targetVariables.database})`;
  return `database ${name} at ${host}:${port}${source}`;
}
