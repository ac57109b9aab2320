import { setTimeout as delay } from 'node:timers/promises';
import { docker, inspect } from './docker.ts';

const lastCheck = (container: string) => inspect(container, '{{range .State.Health.Log}}{{.End}}\n{{end}}');

/** Milliseconds, of which a health check takes a part every five seconds. */
const deadlineMs = 20_000;

/**
 * Pauses a container just after a health check: an engine that pauses one in the middle of a check waits for ever for the check,
 * and can neither resume nor remove it.
 */
export async function pause(container: string): Promise<void> {
  const before = await lastCheck(container);
  const deadline = Date.now() + deadlineMs;
  while ((await lastCheck(container)) === before) {
    if (Date.now() > deadline) throw new Error(`${container} has no health check`);
    await delay(50);
  }
  await docker('pause', container);
}
