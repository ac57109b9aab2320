import { fileURLToPath } from 'node:url';
import { Gate } from './gate.ts';
import { Program } from './program.ts';
import { leaseTestCache } from './test-cache.ts';
import { createTestDatabase } from './test-database.ts';

const api = fileURLToPath(new URL('../../../api/', import.meta.url));

/** The real API in a process of its own, whose way to PostgreSQL and to Redis can be shut. */
export interface RealApi {
  readonly program: Program;
  readonly port: number;
  readonly database: Gate;
  readonly cache: Gate;
  stop(): Promise<void>;
}

/** The same URL by way of a gate. */
async function through(url: URL): Promise<[Gate, string]> {
  const gate = await Gate.open(url);
  const near = new URL(url);
  near.hostname = '127.0.0.1';
  near.port = String(gate.port);
  return [gate, near.href];
}

/** The port in the API's log; its lines are JSON. */
function portIn(line: string): string | null {
  return /"port":(\d+)/.exec(line)?.[1] ?? null;
}

/**
 * Starts the API with a database and a Redis database of its own.
 * @param servers URLs of a PostgreSQL and a Redis that may be used for tests
 * @param env more of its environment
 */
export async function startRealApi(
  servers: { readonly database: string; readonly cache: string },
  env: Readonly<Record<string, string>> = {},
): Promise<RealApi> {
  const database = await createTestDatabase(servers.database);
  const cache = await leaseTestCache(servers.cache);
  const [databaseGate, databaseUrl] = await through(database.url);
  const [cacheGate, cacheUrl] = await through(cache.url);
  const release = async () => {
    await Promise.all([databaseGate.shut(), cacheGate.shut()]);
    await database.drop();
    await cache.release();
  };
  try {
    const [program, port] = await Program.start({
      script: 'src/main.ts',
      cwd: api,
      env: { PORT: '0', DATABASE_URL: databaseUrl, REDIS_URL: cacheUrl, ...env },
      ready: portIn,
      deadlineMs: 30_000,
    });
    const stop = async () => {
      await program.stop();
      await release();
    };
    return { program, port: Number(port), database: databaseGate, cache: cacheGate, stop };
  } catch (error) {
    await release();
    throw error;
  }
}
