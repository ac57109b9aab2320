import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { anyFreePort } from '@zero-to-running/stack/ports/free-port';
import { waitFor } from './wait.ts';

/** A server process of a benchmark. */
export interface NodeServer {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts a TypeScript file that listens on PORT, and waits until `readyPath` answers 200.
 * @param env added to this process's environment
 */
export async function startNodeServer(file: string, env: NodeJS.ProcessEnv, readyPath: string): Promise<NodeServer> {
  const port = await anyFreePort();
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = once(child, 'exit');
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGTERM');
    const lastResort = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await exit;
    clearTimeout(lastResort);
  };
  try {
    await waitFor(`${origin}${readyPath}`, async () => {
      if (child.exitCode !== null) throw new Error(`${file} ended with exit code ${child.exitCode}.`);
      const answer = await fetch(origin + readyPath).catch(() => undefined);
      await answer?.body?.cancel();
      return answer?.ok ? true : undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  if (child.pid === undefined) throw new Error(`${file} has no process id.`);
  return { origin, pid: child.pid, stop };
}
