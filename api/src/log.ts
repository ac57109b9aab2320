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
