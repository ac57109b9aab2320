import assert from 'node:assert/strict';
import { healthReportSchema, type HealthReport } from '@zero-to-running/health/contract/report';
import { taskSchema } from '@app/contract/tasks';
import { until } from '../../../src/process/wait.ts';

const deadlineMs = 30_000;

/** The text of an answer; undefined when there was none. */
async function textOf(url: string): Promise<string | undefined> {
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(5_000) })).text();
  } catch {
    return undefined;
  }
}

/** Asks until what is answered is as it should be. */
export async function eventually(url: string, isRight: (text: string) => boolean): Promise<void> {
  let last: string | undefined;
  const holds = async () => {
    last = await textOf(url);
    return last !== undefined && isRight(last);
  };
  assert.ok(await until(holds, { deadlineMs, everyMs: 50 }), `${url} last answered: ${last?.slice(0, 500)}`);
}

function parseHealth(text: string): HealthReport | undefined {
  try {
    return healthReportSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Asks until the health report is as it should be. */
export function eventuallyHealth(origin: string, isRight: (report: HealthReport) => boolean): Promise<void> {
  return eventually(`${origin}/health/all`, (text) => {
    const report = parseHealth(text);
    return report !== undefined && isRight(report);
  });
}

/** Asks until all is healthy, and the API takes requests. */
export function eventuallyWell(origin: string): Promise<void> {
  return eventuallyHealth(origin, ({ status, phase }) => status === 'ok' && phase === 'ready');
}

/**
 * Makes a task.
 * @returns its URL
 */
export async function addTask(origin: string, title: string): Promise<string> {
  const body = JSON.stringify({ title });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${origin}/api/tasks`, { method: 'POST', headers, body });
  assert.equal(response.status, 201);
  return `${origin}/api/tasks/${taskSchema.parse(await response.json()).id}`;
}
