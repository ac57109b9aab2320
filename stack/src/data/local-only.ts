import { isIPv4 } from 'node:net';
import { StackError } from '../stack-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const fix = [
  'Data are only changed in the local stack: on localhost, or from inside the dev container on the services beside it.',
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
export function assertLocalHost(what: string, host: string, service: string, environment: Environment): void {
  // Elsewhere a bare name may be completed to one of a company's network.
  if (isLoopback(host) || (environment.IN_DEV_CONTAINER === '1' && host === service)) return;
  throw new StackError(`${what} is ${JSON.stringify(host)}, which is not the local stack: nothing was changed`, {
    fix,
  });
}

/**
 * Refuses an environment that means another database than the local stack's, even where it would have no effect.
 * @throws StackError
 */
export function assertLocalEnvironment(environment: Environment): void {
  if (environment.NODE_ENV === 'production') {
    throw new StackError('NODE_ENV is production: nothing was changed', { fix: [...fix, 'Then: unset NODE_ENV'] });
  }
  for (const name of ['PGHOST', 'PGHOSTADDR'] as const) {
    const host = environment[name];
    if (host) assertLocalHost(name, host, 'database', environment);
  }
  for (const name of ['PGSERVICE', 'PGSERVICEFILE'] as const) {
    if (!environment[name]) continue;
    throw new StackError(`${name} is set, and may name another database: nothing was changed`, {
      fix: [`Run it without: env -u ${name} make …`],
    });
  }
}
