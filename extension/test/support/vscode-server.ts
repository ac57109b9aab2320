import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '@zero-to-running/stack/ports/free-port';
import { eventually } from './eventually.ts';

/** VS Code's server with its workbench, which a browser shows. */
export interface VscodeServer {
  /** Such as 127.0.0.1:9000; also the authority of its files' URIs. */
  readonly authority: string;
  /** Where it keeps settings and installed extensions; deleted with it. */
  readonly data: string;
  readonly stop: () => Promise<void>;
}

export interface VscodeServerOptions {
  /** More of its environment, which extensions get as well. */
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of its machine. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly args?: readonly string[];
}

/** What keeps a fresh window quiet. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.startupPrompt': 'never',
  'update.mode': 'none',
};

const startDeadlineMs = 60_000;

/** The program that serves VS Code on the port it is given, for tests; undefined where this machine has none. */
export function vscodeServerProgram(): string | undefined {
  return process.env['VSCODE_SERVER'] || undefined;
}

/** @param program called with the port and the given arguments; keeps its data where VSCODE_SERVER_DATA says */
export async function startVscodeServer(program: string, options: VscodeServerOptions = {}): Promise<VscodeServer> {
  const data = mkdtempSync(join(tmpdir(), 'vscode-server-'));
  const machine = join(data, 'data/Machine');
  mkdirSync(machine, { recursive: true });
  writeFileSync(join(machine, 'settings.json'), JSON.stringify({ ...quiet, ...options.settings }));
  const port = await anyFreePort();
  const child = spawn(program, [String(port), ...(options.args ?? [])], {
    env: { ...process.env, VSCODE_SERVER_DATA: data, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-10_000)));
  }
  const signal = (name: NodeJS.Signals) => {
    try {
      // Its extension hosts with it.
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  const stop = async () => {
    signal('SIGTERM');
    const lastResort = setTimeout(() => signal('SIGKILL'), 5_000);
    await exited;
    clearTimeout(lastResort);
    signal('SIGKILL');
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  const authority = `127.0.0.1:${port}`;
  try {
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`VS Code's server ended: ${output}`);
      const answer = await fetch(`http://${authority}/version`);
      await answer.body?.cancel();
    }, startDeadlineMs);
  } catch (error) {
    await stop();
    throw new Error(`VS Code's server did not start: ${output}`, { cause: error });
  }
  return { authority, data, stop };
}
