import assert from 'node:assert/strict';
import { until } from '../../../src/process/wait.ts';

/** Waits for something that must come true within half a minute. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  assert.ok(await until(condition, { deadlineMs: 30_000 }), what);
}
