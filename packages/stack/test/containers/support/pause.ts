import { z } from 'zod';
import { docker, inspect } from './docker.ts';
import { until } from '../../../src/process/wait.ts';

const checkedSchema = z.object({
  Config: z.object({ Healthcheck: z.object({ Interval: z.number() }) }),
  State: z.object({ Health: z.object({ Status: z.string(), Log: z.array(z.object({ End: z.coerce.date() })) }) }),
});

/** Milliseconds before the next health check in which a container is no longer paused: a busy engine takes its time. */
const marginMs = 5_000;

/** More milliseconds than a check and the margin after it take together. */
const deadlineMs = 60_000;

/** Whether the next health check is so far away that a pause comes before it: it follows the last one by the interval. */
async function isBetweenChecks(container: string): Promise<boolean> {
  const { Config, State } = checkedSchema.parse(JSON.parse(await inspect(container, '{{json .}}')));
  const last = State.Health.Log.at(-1);
  if (!last || State.Health.Status === 'starting') return false;
  return last.End.getTime() + Config.Healthcheck.Interval / 1e6 - Date.now() > marginMs;
}

/**
 * Pauses a container between two health checks: an engine that pauses one in the middle of a check waits for ever for the check,
 * and can neither resume nor remove it.
 */
export async function pause(container: string): Promise<void> {
  if (!(await until(() => isBetweenChecks(container), { deadlineMs, everyMs: 100 })))
    throw new Error(`${container} has no end of a health check in ${deadlineMs} ms`);
  await docker('pause', container);
}
