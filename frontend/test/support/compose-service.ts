import { execFile } from 'node:child_process';
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
  await compose(begin);
  try {
    await work();
  } finally {
    await compose(end);
  }
}
