import { builtApplication } from './built-application.ts';
import { Gate } from './gate.ts';
import { startRealApi } from './real-api.ts';
import { startPreview } from './vite-server.ts';

/** A whole application that is looked at. */
export interface Stack {
  /** Lies before it, or before its API. */
  readonly gate: Gate;
  /** Where the browser goes; by the gate. */
  readonly url: string;
  /** Where its API is; not by the gate. */
  readonly api: string;
  stop(): Promise<void>;
}

const originPattern = /^http:\/\/[^/]+:\d+$/;

async function runningStack(origin: string): Promise<Stack> {
  if (!originPattern.test(origin)) {
    throw new Error(`TEST_ORIGIN=${origin} should be such as http://localhost:3000`);
  }
  const gate = await Gate.open(new URL(origin));
  return { gate, url: `http://127.0.0.1:${gate.port}`, api: origin, stop: () => gate.shut() };
}

async function ownStack(database: string, cache: string): Promise<Stack> {
  const real = await startRealApi({ database, cache });
  const api = `http://127.0.0.1:${real.port}`;
  const gate = await Gate.open(new URL(api));
  const server = await startPreview(`http://127.0.0.1:${gate.port}`, await builtApplication());
  const stop = async () => {
    await server.program.stop();
    await gate.shut();
    await real.stop();
  };
  return { gate, url: server.url, api, stop };
}

/**
 * The stack that TEST_ORIGIN names; else the built application with the real API, on the servers of TEST_DATABASE_URL and
 * TEST_REDIS_URL; else undefined.
 */
export function findStack(env: NodeJS.ProcessEnv): Promise<Stack> | undefined {
  const { TEST_ORIGIN: origin, TEST_DATABASE_URL: database, TEST_REDIS_URL: cache } = env;
  if (origin) return runningStack(origin);
  return database && cache ? ownStack(database, cache) : undefined;
}
