import type { ServiceError } from '@zero-to-running/contract/service-error';

/** Thrown where a request or a probe finds no free connection in the pool. */
export class PoolExhaustedError extends Error {
  override readonly name = 'PoolExhaustedError';
}

/** Codes of Node (`net`, `dns`) and SQLSTATEs of PostgreSQL (https://www.postgresql.org/docs/16/errcodes-appendix.html). */
const byCode: Readonly<Record<string, ServiceError>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  EPIPE: 'refused',
  ENOENT: 'refused', // the Unix socket does not exist
  '57P01': 'refused', // admin_shutdown
  '57P02': 'refused', // crash_shutdown
  '57P03': 'refused', // cannot_connect_now: starting up or shutting down
  ETIMEDOUT: 'timeout',
  ECONNABORTED: 'timeout',
  EHOSTUNREACH: 'timeout',
  EHOSTDOWN: 'timeout',
  ENETUNREACH: 'timeout',
  '57014': 'timeout', // query_canceled: statement_timeout
  '55P03': 'timeout', // lock_not_available: lock_timeout
  ENOTFOUND: 'unresolved',
  ENODATA: 'unresolved',
  ESERVFAIL: 'unresolved',
  '28000': 'auth', // invalid_authorization_specification
  '28P01': 'auth', // invalid_password
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'auth',
  '53300': 'exhausted', // too_many_connections
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
  [/^(LOADING\b|Connection (is closed|terminated|lost)|Stream isn't writeable)/, 'refused'],
];

function classifyOne(error: Error): ServiceError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('EAI_')) return 'unresolved';
  const message = byMessage.find(([pattern]) => pattern.test(error.message));
  return byCode[code] ?? byName[error.name] ?? message?.[1] ?? 'unknown';
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
