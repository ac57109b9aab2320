import { setTimeout as delay } from 'node:timers/promises';
import { taskSchema, tasksPath } from '@app/contract/tasks';

/** Requests to the tasks from several clients at once, until it is stopped. */
export interface Load {
  /** @returns how often there was which outcome: a status, or an error's text */
  stop(): Promise<ReadonlyMap<string, number>>;
}

const pauseMs = 5;

/** @param deadlineMs after which a request counts as hanging */
export async function startLoad(origin: string, clients: number, deadlineMs: number): Promise<Load> {
  const headers = { 'content-type': 'application/json' };
  const create = { method: 'POST', headers, body: JSON.stringify({ title: 'Load' }) };
  const { id } = taskSchema.parse(await (await fetch(origin + tasksPath, create)).json());
  const requests: readonly [string, RequestInit][] = [
    [`${tasksPath}/${id}`, {}],
    [`${tasksPath}?limit=3`, {}],
    [tasksPath, create],
  ];
  const outcomes = new Map<string, number>();
  const stop = new AbortController();

  async function send(path: string, init: RequestInit): Promise<string> {
    try {
      const response = await fetch(origin + path, { ...init, signal: AbortSignal.timeout(deadlineMs) });
      await response.arrayBuffer();
      return String(response.status);
    } catch (error) {
      return String(error);
    }
  }

  async function client(): Promise<void> {
    while (!stop.signal.aborted) {
      for (const [path, init] of requests) {
        const outcome = await send(path, init);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      await delay(pauseMs);
    }
  }

  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    async stop() {
      stop.abort();
      await running;
      return outcomes;
    },
  };
}
