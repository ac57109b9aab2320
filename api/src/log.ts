import { classifyError } from '@zero-to-running/health/server/classify';
import pino, { type DestinationStream, type Logger, type LevelWithSilent } from 'pino';

const maxCauses = 5;

/**
 * What of an error goes to the log. Only these: drivers hang commands with their arguments, and clients with their
 * passwords, on their errors.
 */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error instanceof AggregateError ? { errors: error.errors.map(String) } : {}),
    ...(error.cause === undefined || depth >= maxCauses ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

let stampedAt = 0;
let stamp = '';

/** The time as text, made once a millisecond: under load many lines share one. */
function timestamp(): string {
  const now = Date.now();
  if (now !== stampedAt) {
    stampedAt = now;
    stamp = `,"time":"${new Date(now).toISOString()}"`;
  }
  return stamp;
}

/**
 * The API's log: a line of JSON for each entry. Errors go under the key `err`.
 * @param destination standard output in the process; tests give their own
 */
export function createLog(level: LevelWithSilent, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => describeError(error) },
    },
    destination,
  );
}

/** Says in the log when a service is lost and when it is back: once each, however many attempts lie between. */
export interface ConnectionLog {
  lost(error: unknown): void;
  restored(): void;
}

/** What of an error goes to the log: drivers hang whole clients, with their options, on their errors. */
export function summariseError(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(summariseError).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** @param service what is lost, as a person calls it */
export function createConnectionLog(log: Logger, service: string): ConnectionLog {
  let lostAt: number | undefined;
  return {
    lost(error) {
      if (lostAt !== undefined) return;
      lostAt = Date.now();
      log.warn(
        { service, reason: classifyError(error), error: summariseError(error) },
        `Lost ${service}; reconnecting`,
      );
    },
    restored() {
      if (lostAt === undefined) return;
      log.info({ service, lostMs: Date.now() - lostAt }, `${service} is back`);
      lostAt = undefined;
    },
  };
}
