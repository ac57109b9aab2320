import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { anyFreePort } from '@zero-to-running/stack/ports/free-port';
import { until } from '@zero-to-running/stack/process/wait';

const program = fileURLToPath(new URL('../mock-aws/serve.py', import.meta.url));

/** An AWS of this machine alone, empty at first. */
export interface MockAws {
  readonly endpoint: string;
  /** Points Terraform and its provider at it. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Whether this machine has what the mock is made of. */
export function hasMockAws(): boolean {
  return spawnSync('python3', ['-c', 'import moto.server'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/moto-api/data.json`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * @param tasks how many of each service run as soon as it is made
 * @throws when it does not answer within three minutes
 */
export async function startMockAws(tasks = 1): Promise<MockAws> {
  const port = await anyFreePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn('python3', [program, String(port)], {
    stdio: 'ignore',
    env: { ...process.env, MOTO_ECS_SERVICE_RUNNING: String(tasks) },
  });
  const exit = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGKILL');
    await exit;
  };
  if (!(await until(() => answers(endpoint), { deadlineMs: 180_000, everyMs: 200 }))) {
    await stop();
    throw new Error(`The mock AWS does not answer on port ${port}`);
  }
  return {
    endpoint,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '2',
    },
    stop,
  };
}
