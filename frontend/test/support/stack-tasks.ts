import assert from 'node:assert/strict';
import {
  taskEtag,
  taskPageSchema,
  taskSchema,
  tasksPath,
  type Task,
  type TaskPage,
  type TaskUpdate,
} from '@app/contract/tasks';

const deadlineMs = 10_000;

/** The tasks of a real API, as somebody else works with them. */
export class StackTasks {
  readonly #origin: string;
  /** The newest of those that are not the test's. */
  readonly #newest: string | undefined;

  private constructor(origin: string, newest: string | undefined) {
    this.#origin = origin;
    this.#newest = newest;
  }

  /** @param origin of the API; what is there already is left alone */
  static async at(origin: string): Promise<StackTasks> {
    const { items } = await new StackTasks(origin, undefined).#page();
    return new StackTasks(origin, items[0]?.id);
  }

  async #ask(method: string, path: string, status: number, body?: unknown, etag?: string): Promise<unknown> {
    const response = await fetch(this.#origin + path, {
      method,
      headers: { 'content-type': 'application/json', ...(etag && { 'if-match': etag }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    const text = await response.text();
    assert.equal(response.status, status, `${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  async #page(): Promise<TaskPage> {
    return taskPageSchema.parse(await this.#ask('GET', tasksPath, 200));
  }

  /** Adds a task on top. */
  async add(title: string, state: Task['state'] = 'open'): Promise<Task> {
    return taskSchema.parse(await this.#ask('POST', tasksPath, 201, { title, state }));
  }

  /** Adds as many tasks as asked for; `Task 1` is the newest. */
  async fill(count: number): Promise<void> {
    for (let number = count; number >= 1; number -= 1) await this.add(`Task ${number}`);
  }

  async change(task: Task, update: TaskUpdate): Promise<Task> {
    const path = `${tasksPath}/${task.id}`;
    return taskSchema.parse(await this.#ask('PATCH', path, 200, update, taskEtag(task)));
  }

  async remove(task: Pick<Task, 'id'>): Promise<void> {
    await this.#ask('DELETE', `${tasksPath}/${task.id}`, 204, undefined, '*');
  }

  /** Those of the test on the first page, newest first, whoever has added them. */
  async mine(): Promise<readonly Task[]> {
    const { items } = await this.#page();
    const end = items.findIndex(({ id }) => id === this.#newest);
    return end < 0 ? items : items.slice(0, end);
  }

  /** Removes what was added since the beginning. */
  async clear(): Promise<void> {
    for (let tasks = await this.mine(); tasks.length > 0; tasks = await this.mine()) {
      await Promise.all(tasks.map((task) => this.remove(task)));
    }
  }
}
