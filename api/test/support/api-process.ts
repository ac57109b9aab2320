import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../src/test-support/eventually.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The API as a process of its own. */
export interface ApiProcess {
  readonly pid: number;
  /** Lines of its log so far. */
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
  /** Waits until it listens, and returns where. */
  origin(): Promise<string>;
  ready(): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Waits for its end. */
  exit(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends it if it still runs. */
  kill(): Promise<void>;
}

const parseLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line));

/**
 * Starts `main.ts` on a free port.
 * @param env the whole of its configuration but HOST and PORT
 * @param nodeArgs arguments for Node itself
 */
export function startApiProcess(env: Readonly<Record<string, string>>, nodeArgs: readonly string[] = []): ApiProcess {
  const child = spawn(process.execPath, [...nodeArgs, main], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));

  const says = (what: string, test: (line: Record<string, unknown>) => boolean) =>
    eventually(what, () => {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${stderr}${stdout}`);
      return parseLines(stdout).some(test);
    });

  async function origin(): Promise<string> {
    await says('it listens', ({ port }) => port !== undefined);
    return `http://127.0.0.1:${Number(parseLines(stdout).find(({ port }) => port !== undefined)?.['port'])}`;
  }

  return {
    pid: child.pid ?? 0,
    get lines() {
      return parseLines(stdout);
    },
    get stderr() {
      return stderr;
    },
    origin,
    async ready() {
      const at = await origin();
      await says('it is ready', ({ msg }) => msg === 'Ready');
      return at;
    },
    signal(name) {
      child.kill(name);
    },
    async exit() {
      await exited;
      return { code: child.exitCode, signal: child.signalCode };
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}
