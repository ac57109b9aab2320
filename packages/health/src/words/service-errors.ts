import type { ServiceError } from '../contract/report.ts';

interface Explanation {
  /** What happened, as the end of a sentence that begins with the service's name. */
  readonly what: string;
  /** What a developer can do about it. */
  readonly remedy: string;
}

const explanations: Record<ServiceError, Explanation> = {
  timeout: {
    what: 'does not answer in time',
    remedy: 'It may be paused, overloaded or behind a firewall: look at its log, then restart it.',
  },
  refused: {
    what: 'refuses connections',
    remedy: 'It is probably not running: start it again and look at the end of its log.',
  },
  auth: {
    what: 'rejects the credentials',
    remedy: 'Compare the user and the password in .env with those the service was created with.',
  },
  unresolved: {
    what: 'has a host name that does not resolve',
    remedy: 'Check the host in its URL and that both are on the same network.',
  },
  exhausted: {
    what: 'has no free connection left',
    remedy: 'Requests wait for the connection pool: look for slow queries, or raise its maximum.',
  },
  busy: {
    what: 'is locked by another operation',
    remedy: 'A migration or a transaction holds a lock: wait for it to end, or end it.',
  },
  'read-only': {
    what: 'accepts no writes',
    remedy: 'It may be a replica, or set to read only: connect to the primary, or allow writes again.',
  },
  schema: {
    what: 'lacks a database, table or column that the API needs',
    remedy: 'Apply the migrations, then look at what was renamed or dropped.',
  },
  full: {
    what: 'has no room left',
    remedy: 'Its disk or memory is full: free some, or give it more.',
  },
  silent: {
    what: 'has stopped reporting',
    remedy: 'It hangs or has ended: look at its log, then restart it.',
  },
  unknown: {
    what: 'fails for a reason that is not known',
    remedy: 'Look at the log of the API, which has the whole error.',
  },
};

/** Wording for a service's error, the same in the dashboard, the editor and the terminal. */
export function explainServiceError(error: ServiceError): Explanation {
  return explanations[error];
}
