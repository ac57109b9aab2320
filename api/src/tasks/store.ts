import type { Task, TaskListQuery, TaskState } from '@zero-to-running/contract/tasks';
import type { Pool } from 'pg';
import { query } from '../db/query.ts';
import { lastPosition } from './cursor.ts';

/** A task as PostgreSQL has it. */
export interface TaskRow {
  readonly id: string;
  readonly title: string;
  readonly state: TaskState;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

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

export const taskColumns = 'id, title, state, version, created_at AS "createdAt", updated_at AS "updatedAt"';

const selectPage = `SELECT ${taskColumns}, position FROM tasks`;

/** A task as the API shows it: instants in UTC with milliseconds. */
export function toTask({ id, title, state, version, createdAt, updatedAt }: TaskRow): Task {
  return { id, title, state, version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/**
 * Up to `limit` tasks, newest first, each with its position.
 * @param before position that all of them come before
 */
export async function findTasks(
  pool: Pool,
  { state, limit }: Pick<TaskListQuery, 'state' | 'limit'>,
  before = String(lastPosition),
): Promise<(TaskRow & { position: string })[]> {
  const order = 'position < $1 ORDER BY position DESC LIMIT $2';
  return state === undefined
    ? query(pool, { name: 'tasks-page', text: `${selectPage} WHERE ${order}`, values: [before, limit] })
    : query(pool, {
        name: 'tasks-page-state',
        text: `${selectPage} WHERE state = $3 AND ${order}`,
        values: [before, limit, state],
      });
}

export async function findTask(pool: Pool, id: string): Promise<TaskRow | undefined> {
  const [row] = await query<TaskRow>(pool, {
    name: 'task',
    text: `SELECT ${taskColumns} FROM tasks WHERE id = $1`,
    values: [id],
  });
  return row;
}

export async function insertTask(pool: Pool, id: string, title: string, state: TaskState): Promise<TaskRow> {
  const [row] = await query<TaskRow>(pool, {
    name: 'task-insert',
    text: `INSERT INTO tasks (id, title, state) VALUES ($1, $2, $3) RETURNING ${taskColumns}`,
    values: [id, title, state],
  });
  if (!row) throw new Error('INSERT … RETURNING returned nothing');
  return row;
}

/** Read after the statement that changed nothing, so the version may be a later one: still not one that was asked for. */
async function refusal(pool: Pool, id: string): Promise<Refusal> {
  const row = await findTask(pool, id);
  return new Refusal(row?.version);
}

/** Changes a task if it is at one of the versions, in one statement. */
export async function updateTask(
  pool: Pool,
  id: string,
  { title, state }: Changes,
  versions: Versions,
): Promise<TaskRow | Refusal> {
  const [row] = await query<TaskRow>(pool, {
    name: 'task-update',
    text: `UPDATE tasks
              SET title = coalesce($2, title), state = coalesce($3, state), version = version + 1, updated_at = now()
            WHERE id = $1 AND ($4::integer[] IS NULL OR version = ANY ($4))
        RETURNING ${taskColumns}`,
    values: [id, title, state, versions],
  });
  return row ?? refusal(pool, id);
}

/** Deletes a task if it is at one of the versions, in one statement. */
export async function deleteTask(pool: Pool, id: string, versions: Versions): Promise<TaskRow | Refusal> {
  const [row] = await query<TaskRow>(pool, {
    name: 'task-delete',
    text: `DELETE FROM tasks WHERE id = $1 AND ($2::integer[] IS NULL OR version = ANY ($2)) RETURNING ${taskColumns}`,
    values: [id, versions],
  });
  return row ?? refusal(pool, id);
}
