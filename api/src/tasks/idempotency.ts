import { createHash } from 'node:crypto';
import type { TaskState } from '@zero-to-running/contract/tasks';
import type { Pool } from 'pg';
import { asProblem, isLockTimeout, run } from '../db/query.ts';
import { HttpProblem } from '../http/problem.ts';
import { taskColumns, type TaskRow } from './store.ts';

export interface KeyedTask {
  readonly key: string;
  /** Id the task gets if this request is the first with its key. */
  readonly id: string;
  readonly title: string;
  readonly state: TaskState;
}

export interface KeyedResult {
  readonly task: TaskRow;
  /** Whether an earlier request with this key created it. */
  readonly replayed: boolean;
}

interface KeyRow {
  readonly fingerprint: string;
  readonly taskId: string;
  readonly createdAt: Date;
}

/** How long a key is remembered. */
const lifetime = "interval '24 hours'";

const cleanUpEveryMs = 60_000;
const cleanUpAtMost = 1_000;

const fingerprintOf = ({ title, state }: KeyedTask): string =>
  createHash('sha256')
    .update(JSON.stringify([title, state]))
    .digest('hex');

// One statement is one transaction. A second request with the same key waits at the first one's index entry until that
// is committed, then inserts nothing; after `lock_timeout` it gives up.
const claimAndInsert = `
  WITH claimed AS (
    INSERT INTO idempotency_keys AS known (key, fingerprint, task_id, created_at)
    VALUES ($1, $2, $3, now())
    ON CONFLICT (key) DO UPDATE
      SET fingerprint = excluded.fingerprint, task_id = excluded.task_id, created_at = excluded.created_at
      WHERE known.created_at < now() - ${lifetime}
    RETURNING task_id, created_at
  )
  INSERT INTO tasks (id, title, state, created_at, updated_at)
  SELECT task_id, $4, $5, created_at, created_at FROM claimed
  RETURNING ${taskColumns}`;

async function claim(pool: Pool, task: KeyedTask, fingerprint: string): Promise<TaskRow | undefined> {
  const values = [task.key, fingerprint, task.id, task.title, task.state];
  const [row] = await run<TaskRow>(pool, { name: 'task-insert-keyed', text: claimAndInsert, values });
  return row;
}

async function findKey(pool: Pool, key: string): Promise<KeyRow | undefined> {
  const [row] = await run<KeyRow>(pool, {
    name: 'idempotency-key',
    text: `SELECT fingerprint, task_id AS "taskId", created_at AS "createdAt" FROM idempotency_keys WHERE key = $1`,
    values: [key],
  });
  return row;
}

async function claimOrReplay(pool: Pool, task: KeyedTask): Promise<KeyedResult> {
  const fingerprint = fingerprintOf(task);
  const created = await claim(pool, task, fingerprint);
  if (created) return { task: created, replayed: false };
  const known = await findKey(pool, task.key);
  // It expired and was cleaned up between the two statements.
  if (!known) return claimOrReplay(pool, task);
  if (known.fingerprint !== fingerprint) {
    throw new HttpProblem('idempotency-key-reused', {
      detail: `Idempotency-Key ${JSON.stringify(task.key)} came with another body before; use a new key for a new task`,
    });
  }
  const { title, state } = task;
  const { taskId: id, createdAt } = known;
  return { task: { id, title, state, version: 1, createdAt, updatedAt: createdAt }, replayed: true };
}

/**
 * Creates a task for the first request with a key; the same request again gets the same answer, whatever has become of
 * the task since.
 * @throws HttpProblem `idempotency-key-reused` for another body, `conflict` when the first request is not done yet,
 *   `unavailable` as of `asProblem`
 */
export async function createTaskOnce(pool: Pool, task: KeyedTask): Promise<KeyedResult> {
  try {
    return await claimOrReplay(pool, task);
  } catch (error) {
    if (!isLockTimeout(error)) throw asProblem(error);
    throw new HttpProblem('conflict', {
      detail: `A request with Idempotency-Key ${JSON.stringify(task.key)} is being worked on; try again in a moment`,
      headers: { 'Retry-After': '1' },
      cause: error,
    });
  }
}

/** Deletes some of the keys that have expired, at most once a minute; to be called, not waited for, now and then. */
export function createKeyCleaner(pool: Pool): () => Promise<void> {
  let next = 0;
  return async () => {
    if (Date.now() < next) return;
    next = Date.now() + cleanUpEveryMs;
    await run(pool, {
      text: `DELETE FROM idempotency_keys WHERE key IN (
               SELECT key FROM idempotency_keys WHERE created_at < now() - ${lifetime}
                ORDER BY created_at LIMIT ${cleanUpAtMost} FOR UPDATE SKIP LOCKED)`,
    });
  };
}
