import { randomUUID } from 'node:crypto';
import {
  type Task,
  taskEtag,
  type TaskListQuery,
  type TaskPage,
  type TaskState,
} from '@zero-to-running/contract/tasks';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { CacheAside, CacheRead } from '../cache/cache-aside.ts';
import { HttpProblem } from '../http/problem.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { createKeyCleaner, createTaskOnce } from './idempotency.ts';
import * as store from './store.ts';

/** A representation that is ready to be sent. */
export interface Answer {
  readonly body: string;
  readonly etag: string;
}

export interface TaskService {
  /** A page as JSON. @throws HttpProblem `bad-request` for a bad cursor */
  list(query: TaskListQuery): Promise<CacheRead>;
  /** A task as JSON. @throws HttpProblem `not-found` */
  get(id: string): Promise<Answer & Pick<CacheRead, 'result'>>;
  /** @throws HttpProblem as of `createTaskOnce`, where there is a key */
  create(title: string, state: TaskState, key?: string): Promise<{ task: Task; replayed: boolean }>;
  /** @throws HttpProblem `not-found`, `precondition-failed` */
  update(id: string, changes: store.Changes, versions: store.Versions): Promise<Task>;
  /** @throws HttpProblem `not-found`, `precondition-failed` */
  remove(id: string, versions: store.Versions): Promise<void>;
}

/** Every list, because a task may enter or leave any of them. */
const listGroup = 'tasks';

const taskGroup = (id: string): string => `task:${id}`;

const notFound = (id: string): HttpProblem => new HttpProblem('not-found', { detail: `There is no task ${id}` });

/** In the cache the tag stands before the body, so that a hit is sent without parsing it. */
const pack = (task: Task): string => `${taskEtag(task)}\n${JSON.stringify(task)}`;

function unpack(packed: string): Answer {
  const end = packed.indexOf('\n');
  return { etag: packed.slice(0, end), body: packed.slice(end + 1) };
}

function refused(id: string, { version }: store.Refusal): HttpProblem {
  if (version === undefined) return notFound(id);
  const etag = taskEtag({ version });
  return new HttpProblem('precondition-failed', {
    detail: `Task ${id} is at version ${etag} now; read it again and repeat the change on that`,
    headers: { ETag: etag },
  });
}

async function loadPage(pool: Pool, query: TaskListQuery, before: string | undefined): Promise<string> {
  // One more than asked for tells whether there is a next page.
  const rows = await store.findTasks(pool, { ...query, limit: query.limit + 1 }, before);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const page: TaskPage = { items: items.map(store.toTask), nextCursor: last ? encodeCursor(last.position) : null };
  return JSON.stringify(page);
}

/** What can be done with tasks: PostgreSQL holds them, the cache stands beside it. */
export function createTaskService(pool: Pool, cache: CacheAside, log: Logger): TaskService {
  const cleanKeys = createKeyCleaner(pool);

  /** Invalidates also when the statement failed: it may have been committed all the same. */
  const write = async <Result>(groups: readonly string[], statement: () => Promise<Result>): Promise<Result> => {
    let result: Result | undefined;
    try {
      result = await statement();
      return result;
    } finally {
      if (result === undefined || !(result instanceof store.Refusal)) await cache.invalidate(groups);
    }
  };

  return {
    list(query) {
      const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
      const name = `tasks:${query.state ?? ''}:${query.limit}:${before ?? ''}`;
      return cache.read({ group: listGroup, name }, () => loadPage(pool, query, before));
    },

    async get(id) {
      const { result, value } = await cache.read({ group: taskGroup(id), name: taskGroup(id) }, async () => {
        const row = await store.findTask(pool, id);
        if (!row) throw notFound(id);
        return pack(store.toTask(row));
      });
      return { result, ...unpack(value) };
    },

    async create(title, state, key) {
      const id = randomUUID();
      const { task, replayed } = await write([listGroup], async () =>
        key === undefined
          ? { task: await store.insertTask(pool, id, title, state), replayed: false }
          : createTaskOnce(pool, { key, id, title, state }),
      );
      if (key !== undefined)
        cleanKeys().catch((error: unknown) => log.warn({ err: error }, 'Keys were not cleaned up'));
      return { task: store.toTask(task), replayed };
    },

    async update(id, changes, versions) {
      const result = await write([taskGroup(id), listGroup], () => store.updateTask(pool, id, changes, versions));
      if (result instanceof store.Refusal) throw refused(id, result);
      return store.toTask(result);
    },

    async remove(id, versions) {
      const result = await write([taskGroup(id), listGroup], () => store.deleteTask(pool, id, versions));
      if (result instanceof store.Refusal) throw refused(id, result);
    },
  };
}
