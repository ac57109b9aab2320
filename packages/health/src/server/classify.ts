import type { ServiceError } from '../contract/report.ts';

/** Thrown where a request or a probe finds no free connection in the pool. */
export class PoolExhaustedError extends Error {
  override readonly name = 'PoolExhaustedError';
}

/** Codes of Node: of `net`, `dns` and TLS. */
const byNodeCode: Readonly<Record<string, ServiceError>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  EPIPE: 'refused',
  ENOENT: 'refused', // the Unix socket does not exist
  ETIMEDOUT: 'timeout',
  ECONNABORTED: 'timeout',
  EHOSTUNREACH: 'timeout',
  EHOSTDOWN: 'timeout',
  ENETUNREACH: 'timeout',
  ENOTFOUND: 'unresolved',
  ENODATA: 'unresolved',
  ESERVFAIL: 'unresolved',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'auth',
};

/**
 * SQLSTATEs of PostgreSQL, whole or by their class, which is the first two characters; the longest one counts.
 * https://www.postgresql.org/docs/16/errcodes-appendix.html
 */
const bySqlState: Readonly<Record<string, ServiceError>> = {
  '08': 'refused', // connection_exception
  '25006': 'read-only', // read_only_sql_transaction: a replica, or set so
  '28': 'auth', // invalid_authorization_specification
  '3D000': 'schema', // invalid_catalog_name: no such database
  '3F000': 'schema', // invalid_schema_name
  '40': 'busy', // transaction_rollback: deadlock, serialization
  '42501': 'auth', // insufficient_privilege
  '42703': 'schema', // undefined_column
  '42883': 'schema', // undefined_function
  '42P01': 'schema', // undefined_table
  '53': 'full', // insufficient_resources: disk, memory
  '53300': 'exhausted', // too_many_connections
  '55': 'refused', // object_not_in_prerequisite_state: the database takes no connections
  '55006': 'busy', // object_in_use
  '55P03': 'busy', // lock_not_available: lock_timeout
  '57': 'refused', // operator_intervention: shutting down, starting up, dropped
  '57014': 'timeout', // query_canceled: statement_timeout
};

const byName: Readonly<Record<string, ServiceError>> = {
  AbortError: 'timeout',
  TimeoutError: 'timeout',
  PoolExhaustedError: 'exhausted',
};

/** How drivers (pg, pg-pool, ioredis) and Redis word errors that carry no code. */
const byMessage: readonly (readonly [RegExp, ServiceError])[] = [
  [/^(WRONGPASS|NOAUTH|NOPERM)\b|^ERR (invalid password|AUTH)|^SASL\b/, 'auth'],
  [/^(timeout expired|Query read timeout|Command timed out|Socket timeout|BUSY\b)/, 'timeout'],
  [/^Connection terminated due to connection timeout/, 'timeout'],
  [/^(timeout exceeded when trying to connect|ERR max number of clients reached)/, 'exhausted'],
  [/^OOM\b/, 'full'],
  [/^(READONLY|MISCONF|NOREPLICAS)\b/, 'read-only'],
  [/^(LOADING|MASTERDOWN|CLUSTERDOWN)\b|^(Connection (is closed|terminated|lost)|Stream isn't writeable)/, 'refused'],
];

const isSqlState = (code: string): boolean => /^[\dA-Z]{5}$/.test(code);

function byCode(code: string): ServiceError | undefined {
  if (code.startsWith('EAI_')) return 'unresolved';
  return byNodeCode[code] ?? (isSqlState(code) ? (bySqlState[code] ?? bySqlState[code.slice(0, 2)]) : undefined);
}

function classifyOne(error: Error): ServiceError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = byMessage.find(([pattern]) => pattern.test(error.message));
  return byCode(code) ?? byName[error.name] ?? message?.[1] ?? 'unknown';
}

/**
 * Why a service failed, from the error of its driver: of pg, ioredis, `net`, `dns`, TLS or an aborted signal.
 * Where several addresses of a host failed (AggregateError), the first with a known reason counts; where an error does
 * not tell, its cause does.
 */
export function classifyError(error: unknown): ServiceError {
  if (!(error instanceof Error)) return 'unknown';
  const own = classifyOne(error);
  if (own !== 'unknown') return own;
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [];
  const reasons = [...inner, error.cause].map((each) => (each === undefined ? 'unknown' : classifyError(each)));
  return reasons.find((reason) => reason !== 'unknown') ?? 'unknown';
}
