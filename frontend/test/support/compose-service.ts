import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const deadlineMs = 30_000;

/** What begins an outage of a container, and what ends it. */
export const outages = {
  stopped: [['stop', '--timeout', '1'], ['start']],
  paused: [['pause'], ['unpause']],
  killed: [['kill'], ['start']],
} as const;

/**
 * Waits until a health check has just ended: an engine that pauses a container in the middle of one waits for ever for it, and can
 * neither resume nor remove the container.
 */
async function afterHealthCheck(container: string): Promise<void> {
  const log = ['inspect', '--format', '{{range .State.Health.Log}}{{.End}} {{end}}', container];
  const ends = async () => (await run('docker', log, { timeout: deadlineMs })).stdout;
  const before = await ends();
  const deadline = Date.now() + deadlineMs;
  while ((await ends()) === before) {
    if (Date.now() > deadline) throw new Error(`${container} has no health check`);
    await delay(50);
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
    await afterHealthCheck(stdout.trim());
  }
  await compose(begin);
  try {
    await work();
  } finally {
    await compose(end);
  }
}
