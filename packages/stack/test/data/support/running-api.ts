import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { thisCheckout } from '../../../src/checkout.ts';
import type { DataTarget } from '../../../src/data/data-session.ts';

const deadlineMs = 60_000;

/** The API in a process of its own. */
export interface RunningApi {
  readonly origin: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/**
 * Starts the API on stores, and waits until it takes traffic.
 * @throws Error with its log when it does not
 */
export async function startApi({ database, cache }: DataTarget): Promise<RunningApi> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: join(thisCheckout.root, 'api'),
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      RATE_LIMIT_PER_MINUTE: '0',
      DATABASE_URL: `postgres://${database.host}:${database.port}/${database.name}`,
      PGUSER: database.user,
      PGPASSWORD: database.password,
      REDIS_URL: `redis://${cache?.host}:${cache?.port}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (line.includes('"Ready"')) ready.resolve();
  });
  const deadline = setTimeout(() => ready.reject(new Error(`The API is not ready:\n${lines.join('\n')}`)), deadlineMs);
  try {
    await Promise.race([ready.promise, exited.then(() => Promise.reject(new Error(lines.join('\n'))))]);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(deadline);
  }
  const port = /"port":(\d+)/.exec(lines.join('\n'))?.[1];
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid, stop };
}
