import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import {
  taskCreateSchema,
  taskEtag,
  taskListQuerySchema,
  taskPageSchema,
  taskSchema,
  taskUpdateSchema,
  tasksPath,
  type CacheResult,
  type Task,
} from '@app/contract/tasks';
import { problemAnswer, type FakeAnswer } from './fake-answer.ts';

/** What the fake needs to know of a request. */
export interface FakeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

function invalid(error: z.ZodError): FakeAnswer {
  const errors = error.issues.map((issue) => ({
    in: 'body' as const,
    field: issue.path.join('.'),
    message: issue.message,
  }));
  return problemAnswer(422, 'validation-failed', 'A field is not as described', { errors });
}

const notFound = () => problemAnswer(404, 'not-found', 'Not found', { detail: 'There is no such task.' });

/** The tasks of the contract, in memory, newest first. */
export class FakeTasks {
  /** What the next answers say of the cache. */
  cache: CacheResult = 'miss';
  #tasks: Task[] = [];
  readonly #created = new Map<string, Task>();

  get all(): readonly Task[] {
    return this.#tasks;
  }

  /** Adds a task on top, as somebody else's. */
  add(title: string, state: Task['state'] = 'open', createdAt = new Date()): Task {
    const at = createdAt.toISOString();
    const task = taskSchema.parse({ id: randomUUID(), title, state, version: 1, createdAt: at, updatedAt: at });
    this.#tasks.unshift(task);
    return task;
  }

  /** Replaces all tasks by as many as asked for; the first is the newest. */
  fill(count: number): void {
    this.#tasks = [];
    for (let number = count; number >= 1; number -= 1) this.add(`Task ${number}`);
  }

  /** Changes a task, as somebody else would. */
  change(id: string, update: Partial<Pick<Task, 'title' | 'state'>>): Task {
    const old = this.#tasks.find((task) => task.id === id);
    if (!old) throw new Error(`The fake API has no task ${id}`);
    const task = { ...old, ...update, version: old.version + 1, updatedAt: new Date().toISOString() };
    this.#tasks = this.#tasks.map((each) => (each.id === id ? task : each));
    return task;
  }

  remove(id: string): void {
    this.#tasks = this.#tasks.filter((task) => task.id !== id);
  }

  answer(request: FakeRequest): FakeAnswer {
    const { method, url } = request;
    if (url.pathname === tasksPath) return method === 'POST' ? this.#create(request) : this.#list(url);
    const task = this.#tasks.find(({ id }) => url.pathname === `${tasksPath}/${id}`);
    if (!task) return notFound();
    if (method === 'GET') return this.#taskAnswer(200, task, { 'x-cache': this.cache });
    const ifMatch = request.headers['if-match'];
    if (method === 'PATCH' && !ifMatch) return problemAnswer(428, 'precondition-required', 'If-Match is missing');
    if (ifMatch && ifMatch !== '*' && ifMatch !== taskEtag(task)) {
      return problemAnswer(412, 'precondition-failed', 'The task has changed meanwhile');
    }
    if (method === 'PATCH') return this.#update(task, request.body);
    this.remove(task.id);
    return { status: 204 };
  }

  #taskAnswer(status: number, task: Task, headers: Record<string, string> = {}): FakeAnswer {
    return { status, body: taskSchema.parse(task), headers: { etag: taskEtag(task), ...headers } };
  }

  #list(url: URL): FakeAnswer {
    const query = taskListQuerySchema.safeParse(Object.fromEntries(url.searchParams));
    if (!query.success) return problemAnswer(400, 'bad-request', 'A parameter is not as described');
    const { state, limit, cursor } = query.data;
    const matching = this.#tasks.filter((task) => !state || task.state === state);
    const start = cursor ? matching.findIndex(({ id }) => id === cursor) + 1 : 0;
    const items = matching.slice(start, start + limit);
    const nextCursor = start + limit < matching.length ? (items.at(-1)?.id ?? null) : null;
    const headers = { 'x-cache': this.cache };
    return { status: 200, body: taskPageSchema.parse({ items, nextCursor }), headers };
  }

  #create({ headers, body }: FakeRequest): FakeAnswer {
    const key = headers['idempotency-key'];
    const before = typeof key === 'string' ? this.#created.get(key) : undefined;
    if (before) return this.#taskAnswer(201, before, { 'idempotency-replayed': 'true' });
    const parsed = taskCreateSchema.safeParse(body);
    if (!parsed.success) return invalid(parsed.error);
    const task = this.add(parsed.data.title, parsed.data.state);
    if (typeof key === 'string') this.#created.set(key, task);
    return this.#taskAnswer(201, task);
  }

  #update(task: Task, body: unknown): FakeAnswer {
    const parsed = taskUpdateSchema.safeParse(body);
    if (!parsed.success) return invalid(parsed.error);
    const { title = task.title, state = task.state } = parsed.data;
    return this.#taskAnswer(200, this.change(task.id, { title, state }));
  }
}
