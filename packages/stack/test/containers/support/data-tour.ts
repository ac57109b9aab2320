import assert from 'node:assert/strict';
import { taskPageSchema } from '@app/contract/tasks';
import { z } from 'zod';
import { readCatalog } from '../../../src/data/catalog.ts';
import { reset } from '../../../src/data/reset.ts';
import { restore, undo } from '../../../src/data/restore.ts';
import { withDataSession } from '../../../src/data/session.ts';
import { takeSnapshot } from '../../../src/data/snapshots.ts';
import { addTask, eventually, eventuallyWell } from './http.ts';
import type { DataSession, DataTarget } from '../../../src/data/data-session.ts';

const maxBytes = 1024 ** 4;

/** The verbs on data, as a person would try them. */
export interface DataVerbs {
  reset(): Promise<unknown>;
  undo(): Promise<unknown>;
  snapshot(name: string): Promise<unknown>;
  restore(name: string): Promise<unknown>;
  /** Names of the snapshots, newest first. */
  list(): Promise<string[]>;
}

const listSchema = z.object({ snapshots: z.array(z.object({ name: z.string() })) });

/** The names in what `make snapshots JSON=1` prints. */
export function namesIn(json: string): string[] {
  return listSchema.parse(JSON.parse(json)).snapshots.map(({ name }) => name);
}

/** The verbs from outside, on the stores that were found. */
export function dataVerbs(target: DataTarget): DataVerbs {
  const run = <Result>(work: (session: DataSession) => Promise<Result>) =>
    withDataSession(target, { verb: 'test', step: () => undefined }, work);
  return {
    reset: () => run((session) => reset(session, { scale: 20, maxBytes })),
    undo: () => run((session) => undo(session, maxBytes)),
    snapshot: (name) => run((session) => takeSnapshot(session, { name, maxBytes })),
    restore: (name) => run((session) => restore(session, name, { command: 'restore', maxBytes })),
    list: async () => (await run(({ client, names }) => readCatalog(client, names))).snapshots.map(({ name }) => name),
  };
}

/** Resets, breaks, undoes and restores the data of a running stack, and looks at each of it through the API. */
export async function tourData(verbs: DataVerbs, api: string, resetTasks: number): Promise<void> {
  const shows = (isRight: (titles: readonly string[]) => boolean) =>
    eventually(`${api}/api/tasks?limit=100`, (text) => {
      const page = taskPageSchema.safeParse(JSON.parse(text)).data;
      return page !== undefined && isRight(page.items.map(({ title }) => title));
    });
  const mine = await addTask(api, 'mine, before the reset');
  await verbs.reset();
  await shows((titles) => titles.length === resetTasks && !titles.includes('mine, before the reset'));
  await verbs.snapshot('fresh');
  const broken = await addTask(api, 'broken');
  await verbs.restore('fresh');
  await shows((titles) => titles.length === resetTasks && !titles.includes('broken'));
  await verbs.undo();
  await eventually(broken, (text) => text.includes('"broken"'));
  await verbs.restore((await verbs.list()).find((name) => name.startsWith('reset-')) ?? '');
  await eventually(mine, (text) => text.includes('mine, before the reset'));
  assert.ok((await verbs.list()).includes('fresh'));
  await eventuallyWell(api);
}
