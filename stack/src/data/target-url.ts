import { isDatabaseName } from '../environment/names.ts';
import { StackError } from '../stack-error.ts';
import { assertLocalHost } from './local-only.ts';
import type { DatabaseTarget } from './target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A URL without parameters, some of which name another host. */
function parse(name: string, text: string, protocols: readonly string[]): URL {
  const url = URL.parse(text);
  const fix = [`Such as ${protocols[0]}//localhost:1234/…; without ${name}, the stack of this checkout is meant.`];
  if (!url || !protocols.includes(url.protocol)) throw new StackError(`${name} is not a URL that can be used`, { fix });
  if (url.search || url.hash) throw new StackError(`${name} has parameters, which are not taken here`, { fix });
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
    throw new StackError(`${name} has an escape that cannot be decoded`, { fix: ['% itself is written %25.'] });
  }
}

/**
 * @param environment its PGUSER and PGPASSWORD stand in for those that the URL lacks
 * @throws StackError when it cannot be used, or is not the local stack's
 */
export function parseDatabaseUrl(text: string, environment: Environment): DatabaseTarget {
  const variable = 'DATABASE_URL';
  const url = parse(variable, text, ['postgres:', 'postgresql:']);
  const address = addressOf(variable, url, 'database', 5432, environment);
  const name = decode(variable, url.pathname.slice(1));
  if (!isDatabaseName(name)) {
    throw new StackError(`${variable} names the database ${JSON.stringify(name)}, which cannot be used`, {
      fix: ['It is 1 to 31 letters, digits, - or _, not beginning with a digit or pg_.'],
    });
  }
  const user = decode(variable, url.username) || environment.PGUSER || '';
  return { ...address, user, password: decode(variable, url.password) || environment.PGPASSWORD || '', name };
}

/** @throws StackError when it cannot be used, or is not the local stack's */
export function parseRedisUrl(text: string, environment: Environment): Address {
  const url = parse('REDIS_URL', text, ['redis:']);
  return addressOf('REDIS_URL', url, 'cache', 6379, environment);
}
