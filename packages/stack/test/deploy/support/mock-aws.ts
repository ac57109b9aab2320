import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { thisCheckout } from '../../../src/checkout.ts';
import { anyFreePort } from '../../../src/ports/free-port.ts';
import { runTool } from '../../../src/process/run.ts';
import { until } from '../../../src/process/wait.ts';

/** An AWS of this machine alone: moto. */
export interface MockAws {
  readonly port: number;
  stop(): Promise<void>;
}

const serve = join(thisCheckout.root, 'infra/test/mock-aws/serve.py');

/** Whether Python has moto here. */
export async function hasMockAws(): Promise<boolean> {
  return (await runTool('python3', ['-c', 'import moto.server'], { deadlineMs: 60_000 })).ok;
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/moto-api/data.json`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

export async function startMockAws(): Promise<MockAws> {
  const port = await anyFreePort();
  const child = spawn('python3', [serve, String(port)], { stdio: 'ignore' });
  const exit = once(child, 'exit');
  const isUp = await until(() => answers(port), { deadlineMs: 180_000, everyMs: 200 });
  if (!isUp) child.kill('SIGKILL');
  if (!isUp) throw new Error('The mock AWS does not answer');
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
