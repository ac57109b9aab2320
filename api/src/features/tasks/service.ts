import { randomUUID } from 'node:crypto';
import { type Task, taskEtag, type TaskListQuery, type TaskPage, type TaskState } from '@app/contract/tasks';
import type { Logger } from 'pino';
import { type Reach, reachName } from '../../auth/ownership.ts';
import type { CacheAside, CacheRead } from '../../cache.ts';
import { createKeyCleaner } from '../../db/idempotency.ts';
import type { Database } from '../../db/query.ts';
import { NotFoundError, VersionConflictError } from '../../errors.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import * as repository from './repository.ts';

/** A representation that is ready to be sent. */
interface Answer {
  readonly body: string;
  readonly etag: string;
}

/** What is out of a caller's reach is answered as if it were not there. */
export interface TaskService {
  /** A page as JSON. @throws InvalidCursorError */
  list(reach: Reach, query: TaskListQuery): Promise<CacheRead>;
  /** A task as JSON. @throws NotFoundError */
  get(reach: Reach, id: string): Promise<Answer & Pick<CacheRead, 'result'>>;
  /** @throws as of `insertOnce`, where there is a key */
  create(reach: Reach, title: string, state: TaskState, key?: string): Promise<{ task: Task; replayed: boolean }>;
  /** @throws NotFoundError, VersionConflictError */
  update(reach: Reach, id: string, changes: repository.Changes, versions: repository.Versions): Promise<Task>;
  /** @throws NotFoundError, VersionConflictError */
  remove(reach: Reach, id: string, versions: repository.Versions): Promise<void>;
}

/** Every list, because a task may enter or leave any of them. */
const listGroup = 'tasks';

const taskGroup = (id: string): string => `task:${id}`;

const notFound = (id: string): NotFoundError => new NotFoundError(`task ${id}`);

/** In the cache the tag stands before the body, so that a hit is sent without parsing it. */
const pack = (task: Task): string => `${taskEtag(task)}\n${JSON.stringify(task)}`;

function unpack(packed: string): Answer {
  const end = packed.indexOf('\n');
  return { etag: packed.slice(0, end), body: packed.slice(end + 1) };
}

function refused(id: string, { version }: repository.Refusal): NotFoundError | VersionConflictError {
  return version === undefined ? notFound(id) : new VersionConflictError(`Task ${id}`, taskEtag({ version }));
}

async function loadPage(db: Database, reach: Reach, query: TaskListQuery, before: string | undefined): Promise<string> {
  // One more than asked for tells whether there is a next page.
  const rows = await repository.findTasks(db, reach, { ...query, limit: query.limit + 1 }, before);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const page: TaskPage = {
    items: items.map(repository.toTask),
    nextCursor: last ? encodeCursor(last.position, query.state) : null,
  };
  return JSON.stringify(page);
}

/** What can be done with tasks: PostgreSQL holds them, the cache stands beside it. */
export function createTaskService(db: Database, cache: CacheAside, log: Logger): TaskService {
  const cleanKeys = createKeyCleaner(db);

  /** Invalidates also when the statement failed: it may have been committed all the same. */
  const write = async <Result>(groups: readonly string[], statement: () => Promise<Result>): Promise<Result> => {
    let result: Result | undefined;
    try {
      result = await statement();
      return result;
    } finally {
      if (result === undefined || !(result instanceof repository.Refusal)) await cache.invalidate(groups);
    }
  };

  return {
    list(reach, query) {
      const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor, query.state);
      const name = `tasks:${reachName(reach)}:${query.state ?? ''}:${query.limit}:${before ?? ''}`;
      return cache.read({ group: listGroup, name }, () => loadPage(db, reach, query, before));
    },

    async get(reach, id) {
      const key = { group: taskGroup(id), name: `${taskGroup(id)}:${reachName(reach)}` };
      const { result, value } = await cache.read(key, async () => {
        const row = await repository.findTask(db, reach, id);
        if (!row) throw notFound(id);
        return pack(repository.toTask(row));
      });
      return { result, ...unpack(value) };
    },

    async create(reach, title, state, key) {
      const id = randomUUID();
      const { task, replayed } = await write([listGroup], async () =>
        key === undefined
          ? { task: await repository.insertTask(db, reach, { id, title, state }), replayed: false }
          : repository.insertTaskOnce(db, reach, key, { id, title, state }),
      );
      if (key !== undefined)
        cleanKeys().catch((error: unknown) => log.warn({ err: error }, 'Could not clean up idempotency keys'));
      return { task: repository.toTask(task), replayed };
    },

    async update(reach, id, changes, versions) {
      const result = await write([taskGroup(id), listGroup], () =>
        repository.updateTask(db, reach, id, changes, versions),
      );
      if (result instanceof repository.Refusal) throw refused(id, result);
      return repository.toTask(result);
    },

    async remove(reach, id, versions) {
      const result = await write([taskGroup(id), listGroup], () => repository.deleteTask(db, reach, id, versions));
      if (result instanceof repository.Refusal) throw refused(id, result);
    },
  };
}
