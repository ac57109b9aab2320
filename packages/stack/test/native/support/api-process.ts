import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { thisCheckout } from '../../../src/checkout.ts';
import { anyFreePort } from '../../../src/ports/free-port.ts';

/** The API as a process of its own, without anybody who would start it again. */
export interface ApiProcess {
  readonly origin: string;
  /** What it has printed so far. */
  readonly output: string;
  /** Null while it runs. */
  readonly exitCode: number | null;
  /** Asks it to stop, and waits for its end. */
  stop(): Promise<void>;
}

const lastResortMs = 30_000;

/** @param env its configuration, but for HOST and PORT; it may not be ready yet */
export async function startApiProcess(env: Readonly<Record<string, string>>): Promise<ApiProcess> {
  const port = await anyFreePort();
  const child = spawn(process.execPath, [join(thisCheckout.root, 'api/src/main.ts')], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    get output() {
      return output;
    },
    get exitCode() {
      return child.exitCode;
    },
    async stop() {
      child.kill('SIGTERM');
      const lastResort = setTimeout(() => child.kill('SIGKILL'), lastResortMs);
      await exited;
      clearTimeout(lastResort);
    },
  };
}
