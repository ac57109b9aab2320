import type { ServiceError } from '@zero-to-running/health/contract/report';

// What can go wrong with the data, in words that know nothing of HTTP. http/error-handler.ts says how each is answered.

/** There is no such thing. @param what as in "There is no task 1" */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';

  constructor(what: string) {
    super(`There is no ${what}`);
  }
}

/** A change is based on a version that is not the present one. */
export class VersionConflictError extends Error {
  override readonly name = 'VersionConflictError';
  /** Entity tag of the present version. */
  readonly etag: string;

  constructor(what: string, etag: string) {
    super(`${what} is now at version ${etag}; read it again and repeat the change`);
    this.etag = etag;
  }
}

/** A cursor is not one that was given out for this list. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

/** An idempotency key came with another request before. */
export class IdempotencyKeyReusedError extends Error {
  override readonly name = 'IdempotencyKeyReusedError';
}

/** The first request with an idempotency key is not done yet. */
export class IdempotencyKeyBusyError extends Error {
  override readonly name = 'IdempotencyKeyBusyError';
}

/** The database cannot do what was asked at the moment, but may later. The cause is the driver's error. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  readonly reason: ServiceError;

  constructor(reason: ServiceError, cause: unknown) {
    super(`The database is unavailable: ${reason}`, { cause });
    this.reason = reason;
  }
}
