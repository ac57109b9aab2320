import { createHash } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import { IdempotencyKeyBusyError, IdempotencyKeyReusedError } from '../errors.ts';
import { asUnavailable, type Database, isLockTimeout } from './query.ts';

/** A request that is to have an effect once, however often it is repeated. */
export interface KeyedInsert {
  readonly key: string;
  /** Id that what is created gets if this request is the first with its key. */
  readonly id: string;
  /** What makes two requests the same, as JSON. */
  readonly request: readonly unknown[];
  /** Name of the prepared statement. */
  readonly name: string;
  /**
   * An INSERT … SELECT … FROM claimed, which has the columns `id` and `created_at`, with RETURNING. Its own parameters
   * begin with `$4`.
   */
  readonly insert: string;
  /** Values of `$4` and so on. */
  readonly values: readonly unknown[];
}

/** What an earlier request with the key created, and when. */
export interface Replayed {
  readonly id: string;
  readonly createdAt: Date;
}

interface KeyRow extends Replayed {
  readonly fingerprint: string;
}

/** How long a key is remembered. */
const lifetime = "interval '24 hours'";

const cleanUpEveryMs = 60_000;
const cleanUpAtMost = 1_000;

const fingerprintOf = (request: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('hex');

// One statement is one transaction. A second request with the same key waits at the first one's index entry until that
// is committed, then inserts nothing; after `lock_timeout` it gives up.
const claimAnd = (insert: string): string => `
  WITH claimed AS (
    INSERT INTO idempotency_keys AS known (key, fingerprint, task_id, created_at)
    VALUES ($1, $2, $3, now())
    ON CONFLICT (key) DO UPDATE
      SET fingerprint = excluded.fingerprint, task_id = excluded.task_id, created_at = excluded.created_at
      WHERE known.created_at < now() - ${lifetime}
    RETURNING task_id AS id, created_at
  )
  ${insert}`;

async function findKey(db: Database, key: string): Promise<KeyRow | undefined> {
  const [row] = await db.run<KeyRow>({
    name: 'idempotency-key',
    text: `SELECT fingerprint, task_id AS id, created_at AS "createdAt" FROM idempotency_keys WHERE key = $1`,
    values: [key],
  });
  return row;
}

async function claimOrReplay<Row extends QueryResultRow>(db: Database, keyed: KeyedInsert): Promise<Row[] | Replayed> {
  const { key, id, request, name, insert, values } = keyed;
  const fingerprint = fingerprintOf(request);
  const created = await db.run<Row>({ name, text: claimAnd(insert), values: [key, fingerprint, id, ...values] });
  if (created.length > 0) return created;
  const known = await findKey(db, key);
  // It expired and was cleaned up between the two statements.
  if (!known) return claimOrReplay(db, keyed);
  if (known.fingerprint === fingerprint) return known;
  throw new IdempotencyKeyReusedError(
    `Idempotency-Key ${JSON.stringify(key)} was used with another body; use a new key for a new request`,
  );
}

/**
 * Inserts for the first request with a key, and returns the row in a list; the same request again is told what that
 * created, whatever has become of it since.
 * @throws IdempotencyKeyReusedError for another request, IdempotencyKeyBusyError when the first request is not done yet,
 *   DatabaseUnavailableError
 */
export async function insertOnce<Row extends QueryResultRow>(
  db: Database,
  keyed: KeyedInsert,
): Promise<Row[] | Replayed> {
  try {
    return await claimOrReplay<Row>(db, keyed);
  } catch (error) {
    if (!isLockTimeout(error)) throw error instanceof IdempotencyKeyReusedError ? error : asUnavailable(error);
    throw new IdempotencyKeyBusyError(
      `A request with Idempotency-Key ${JSON.stringify(keyed.key)} is in progress; try again in a moment`,
      { cause: error },
    );
  }
}

/** Deletes some of the keys that have expired, at most once a minute; to be called, not waited for, now and then. */
export function createKeyCleaner(db: Database): () => Promise<void> {
  let next = 0;
  return async () => {
    if (Date.now() < next) return;
    next = Date.now() + cleanUpEveryMs;
    await db.run({
      text: `DELETE FROM idempotency_keys WHERE key IN (
               SELECT key FROM idempotency_keys WHERE created_at < now() - ${lifetime}
                ORDER BY created_at LIMIT ${cleanUpAtMost} FOR UPDATE SKIP LOCKED)`,
    });
  };
}
