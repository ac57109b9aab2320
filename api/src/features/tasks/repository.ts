import type { Task, TaskListQuery, TaskState } from '@app/contract/tasks';
import { type Reach, rowsWithin } from '../../auth/ownership.ts';
import { insertOnce } from '../../db/idempotency.ts';
import type { Database } from '../../db/query.ts';
import { lastPosition } from '../../http/cursor.ts';

/** Tables that the tasks are kept in. */
export const taskTables = ['tasks', 'idempotency_keys'];

/** A task as PostgreSQL has it. */
export interface TaskRow {
  readonly id: string;
  readonly title: string;
  readonly state: TaskState;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type NewTask = Pick<TaskRow, 'id' | 'title' | 'state'>;

/** Why a conditional change was not made: the task is at another version, or, without one, there is no such task. */
export class Refusal {
  readonly version: number | undefined;

  constructor(version: number | undefined) {
    this.version = version;
  }
}

/** Versions a change may be based on; undefined for any. */
export type Versions = readonly number[] | undefined;

export interface Changes {
  readonly title?: string | undefined;
  readonly state?: TaskState | undefined;
}

const taskColumns = 'id, title, state, version, created_at AS "createdAt", updated_at AS "updatedAt"';

const selectPage = `SELECT ${taskColumns}, position FROM tasks`;

/** A task as the API shows it: instants in UTC with milliseconds. */
export function toTask({ id, title, state, version, createdAt, updatedAt }: TaskRow): Task {
  return { id, title, state, version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/**
 * Up to `limit` tasks in reach, newest first, each with its position.
 * @param before position that all of them come before
 */
export async function findTasks(
  db: Database,
  reach: Reach,
  { state, limit }: Pick<TaskListQuery, 'state' | 'limit'>,
  before = String(lastPosition),
): Promise<(TaskRow & { position: string })[]> {
  const order = 'position < $1 ORDER BY position DESC LIMIT $2';
  const rows = rowsWithin(reach, state === undefined ? 3 : 4);
  const values = [before, limit, ...(state === undefined ? [] : [state]), ...rows.values];
  return state === undefined
    ? db.query({
        name: `tasks-page${rows.suffix}`,
        text: `${selectPage} WHERE ${rows.condition} AND ${order}`,
        values,
      })
    : db.query({
        name: `tasks-page-state${rows.suffix}`,
        text: `${selectPage} WHERE ${rows.condition} AND state = $3 AND ${order}`,
        values,
      });
}

export async function findTask(db: Database, reach: Reach, id: string): Promise<TaskRow | undefined> {
  const rows = rowsWithin(reach, 2);
  const [row] = await db.query<TaskRow>({
    name: `task${rows.suffix}`,
    text: `SELECT ${taskColumns} FROM tasks WHERE id = $1 AND ${rows.condition}`,
    values: [id, ...rows.values],
  });
  return row;
}

function inserted([row]: readonly TaskRow[]): TaskRow {
  if (!row) throw new Error('INSERT … RETURNING returned nothing');
  return row;
}

export async function insertTask(db: Database, { owner }: Reach, { id, title, state }: NewTask): Promise<TaskRow> {
  const rows = await db.query<TaskRow>({
    name: 'task-insert',
    text: `INSERT INTO tasks (id, title, state, owner_id) VALUES ($1, $2, $3, $4) RETURNING ${taskColumns}`,
    values: [id, title, state, owner],
  });
  return inserted(rows);
}

/**
 * Creates a task for the first request with an idempotency key; the same request again gets the task as it was created.
 * @throws as of `insertOnce`
 */
export async function insertTaskOnce(
  db: Database,
  { owner }: Reach,
  key: string,
  { id, title, state }: NewTask,
): Promise<{ task: TaskRow; replayed: boolean }> {
  const result = await insertOnce<TaskRow>(db, {
    // The keys of one owner are nothing to another.
    key: owner === null ? key : `${owner} ${key}`,
    id,
    request: [title, state],
    name: 'task-insert-keyed',
    insert: `INSERT INTO tasks (id, title, state, owner_id, created_at, updated_at)
             SELECT id, $4, $5, $6, created_at, created_at FROM claimed RETURNING ${taskColumns}`,
    values: [title, state, owner],
  });
  if (Array.isArray(result)) return { task: inserted(result), replayed: false };
  const { id: firstId, createdAt } = result;
  return { task: { id: firstId, title, state, version: 1, createdAt, updatedAt: createdAt }, replayed: true };
}

/** Read after the statement that changed nothing, so the version may be a later one: still not one that was asked for. */
async function refusal(db: Database, reach: Reach, id: string): Promise<Refusal> {
  const row = await findTask(db, reach, id);
  return new Refusal(row?.version);
}

/** Changes a task in reach if it is at one of the versions, in one statement. */
export async function updateTask(
  db: Database,
  reach: Reach,
  id: string,
  { title, state }: Changes,
  versions: Versions,
): Promise<TaskRow | Refusal> {
  const rows = rowsWithin(reach, 5);
  const [row] = await db.query<TaskRow>({
    name: `task-update${rows.suffix}`,
    text: `UPDATE tasks
              SET title = coalesce($2, title), state = coalesce($3, state), version = version + 1, updated_at = now()
            WHERE id = $1 AND ${rows.condition} AND ($4::integer[] IS NULL OR version = ANY ($4))
        RETURNING ${taskColumns}`,
    values: [id, title, state, versions, ...rows.values],
  });
  return row ?? refusal(db, reach, id);
}

/** Deletes a task in reach if it is at one of the versions, in one statement. */
export async function deleteTask(
  db: Database,
  reach: Reach,
  id: string,
  versions: Versions,
): Promise<TaskRow | Refusal> {
  const rows = rowsWithin(reach, 3);
  const [row] = await db.query<TaskRow>({
    name: `task-delete${rows.suffix}`,
    text: `DELETE FROM tasks WHERE id = $1 AND ${rows.condition} AND ($2::integer[] IS NULL OR version = ANY ($2))
        RETURNING ${taskColumns}`,
    values: [id, versions, ...rows.values],
  });
  return row ?? refusal(db, reach, id);
}
