import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startRedis } from '@zero-to-running/stack/native/redis/start-redis';
import { anyFreePort } from '@zero-to-running/stack/ports/free-port';
import { eventually } from './eventually.ts';

const main = fileURLToPath(new URL('../../../api/src/main.ts', import.meta.url));

const readyDeadlineMs = 60_000;

/** The real API over a real PostgreSQL and a Redis of its own; what is killed here is killed for real. */
export interface RealApi {
  readonly origin: string;
  readonly killCache: () => Promise<void>;
  /** On the port it had. */
  readonly startCache: () => Promise<void>;
  readonly kill: () => Promise<void>;
  /** On the port it had. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/**
 * @param databaseUrl of a PostgreSQL that is for tests alone
 * @param env more of the API's environment
 */
export async function startRealApi(databaseUrl: string, env: NodeJS.ProcessEnv = {}): Promise<RealApi> {
  let cache = await startRedis();
  const { port: cachePort } = cache;
  const port = Number(env['PORT'] ?? (await anyFreePort()));
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;

  const start = async () => {
    const started = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        HOST: '127.0.0.1',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        REDIS_URL: cache.url,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    let output = '';
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-10_000)));
    }
    await eventually(async () => {
      if (started.exitCode !== null) throw new Error(`The API ended: ${output}`);
      const { status } = await fetch(`${origin}/health/ready`);
      if (status !== 200) throw new Error(`The API is not ready (${status}): ${output}`);
    }, readyDeadlineMs);
  };
  const kill = async () => {
    if (child) await end(child, 'SIGKILL');
  };
  const killCache = async () => {
    process.kill(cache.pid, 'SIGKILL');
    await cache.stop();
  };
  const stop = async () => {
    await kill();
    await cache.stop();
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin,
    start,
    kill,
    killCache,
    startCache: async () => {
      cache = await startRedis({ port: cachePort });
    },
    stop,
  };
}
