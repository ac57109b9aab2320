import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { anyFreePort } from '@zero-to-running/stack/ports/free-port';
import { waitFor } from './wait.ts';

/** Ways to restart the API when a source changes: arguments for Node, run in `api/`. */
export const watchers: Readonly<Record<string, readonly string[]>> = {
  'node --watch': ['--watch', '--watch-preserve-output', 'src/main.ts'],
  'node --watch-path': ['--watch-path=src', '--watch-path=../contract/src', '--watch-preserve-output', 'src/main.ts'],
  nodemon: [
    '../node_modules/nodemon/bin/nodemon.js',
    '--watch=src',
    '--watch=../contract/src',
    '--watch=../packages/health/src',
    '--ext=ts,sql,json',
    '--exec=node',
    '--signal=SIGTERM',
    '--delay=10ms',
    'src/main.ts',
  ],
  'api/dev.ts': ['dev.ts'],
  'tsx watch': [
    '../node_modules/tsx/dist/cli.mjs',
    'watch',
    '--clear-screen=false',
    '--include=src/**/*.sql',
    'src/main.ts',
  ],
};

/** An API that is restarted at each change. */
export interface Watched {
  readonly origin: string;
}

/** Like a dashboard: always reading the stream, and back soon when it ends. */
async function readStream(origin: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetch(origin + healthPaths.stream, { signal });
      await response.body?.pipeTo(new WritableStream());
    } catch {
      // Between two processes nobody listens.
    }
    await sleep(100);
  }
}

/** Runs work with the API of a checkout under a watcher, while a dashboard reads its stream. */
export async function withWatcher<Result>(
  checkout: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  work: (watched: Watched) => Promise<Result>,
): Promise<Result> {
  const port = await anyFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, command, {
    cwd: join(checkout, 'api'),
    env: { ...process.env, ...env, NODE_ENV: 'development', HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['pipe', 'ignore', 'ignore'],
    // A group of its own, so that nothing of it can stay behind.
    detached: true,
  });
  const dashboard = new AbortController();
  try {
    await waitFor(origin, async () =>
      (await fetch(origin + healthPaths.ready).catch(() => undefined))?.ok ? true : undefined,
    );
    void readStream(origin, dashboard.signal);
    return await work({ origin });
  } finally {
    dashboard.abort();
    if (child.pid !== undefined && child.exitCode === null) {
      process.kill(-child.pid, 'SIGTERM');
      const lastResort = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 5_000);
      await once(child, 'exit');
      clearTimeout(lastResort);
    }
  }
}
