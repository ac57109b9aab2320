import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

const deadlineMs = 30_000;

/** What begins an outage of a container, and what ends it. */
export const outages = {
  stopped: [['stop', '--timeout', '1'], ['start']],
  paused: [['pause'], ['unpause']],
  killed: [['kill'], ['start']],
} as const;

const checkedSchema = z.object({
  Config: z.object({ Healthcheck: z.object({ Interval: z.number() }) }),
  State: z.object({ Health: z.object({ Status: z.string(), Log: z.array(z.object({ End: z.coerce.date() })) }) }),
});

/** Milliseconds before the next health check in which a container is no longer paused: a busy engine takes its time. */
const marginMs = 5_000;

/** Whether the next health check is so far away that a pause comes before it: it follows the last one by the interval. */
async function isBetweenChecks(container: string): Promise<boolean> {
  const { stdout } = await run('docker', ['inspect', '--format', '{{json .}}', container], { timeout: deadlineMs });
  const { Config, State } = checkedSchema.parse(JSON.parse(stdout));
  const last = State.Health.Log.at(-1);
  if (!last || State.Health.Status === 'starting') return false;
  return last.End.getTime() + Config.Healthcheck.Interval / 1e6 - Date.now() > marginMs;
}

/**
 * Waits for the time between two health checks: an engine that pauses a container in the middle of one waits for ever for it, and
 * can neither resume nor remove the container.
 */
async function betweenChecks(container: string): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await isBetweenChecks(container))) {
    if (Date.now() > deadline) throw new Error(`${container} has no end of a health check in ${deadlineMs} ms`);
    await delay(100);
  }
}

/**
 * Does work while a service of the Compose project TEST_COMPOSE_PROJECT is away.
 * @throws Error of `docker compose`, with what it says
 */
export async function whileAway(
  service: string,
  outage: keyof typeof outages,
  work: () => Promise<void>,
): Promise<void> {
  const { TEST_COMPOSE_PROJECT: project } = process.env;
  if (!project) throw new Error('TEST_COMPOSE_PROJECT should name the Compose project that is looked at');
  const compose = (args: readonly string[]) =>
    run('docker', ['compose', '-p', project, ...args, service], { timeout: deadlineMs });
  const [begin, end] = outages[outage];
  if (outage === 'paused') {
    const { stdout } = await compose(['ps', '--quiet']);
    await betweenChecks(stdout.trim());
  }
  await compose(begin);
  try {
    await work();
  } finally {
    await compose(end);
  }
}
