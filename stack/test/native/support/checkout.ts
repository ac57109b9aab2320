import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, thisCheckout, type Checkout } from '../../../src/checkout.ts';
import { runTool, type ToolResult } from '../../../src/process/run-tool.ts';
import { markedProcesses } from '../../../src/process/marker.ts';
import { anyFreePort } from '../../../src/ports/any-free-port.ts';
import { readState } from '../../../src/state/read-state.ts';
import type { StackState } from '../../../src/state/stack-state.ts';

const commandDeadlineMs = 120_000;

const portNames = ['FRONTEND_PORT', 'API_PORT', 'DATABASE_PORT', 'CACHE_PORT'] as const;

/** A clone with the dependencies of this checkout, and a native stack of its own. */
export class NativeCheckout {
  readonly checkout: Checkout;
  readonly #ports: NodeJS.ProcessEnv;

  private constructor(checkout: Checkout, ports: NodeJS.ProcessEnv) {
    this.checkout = checkout;
    this.#ports = ports;
  }

  /** @param name of the folder, in a new one whose name has a space */
  static async create(name = 'checkout'): Promise<NativeCheckout> {
    const { root } = thisCheckout;
    const target = join(realpathSync(mkdtempSync(join(tmpdir(), 'native stack '))), name);
    execFileSync('git', ['clone', '--quiet', '--local', root, target]);
    for (const modules of ['node_modules', 'api/node_modules', 'frontend/node_modules']) {
      if (existsSync(join(root, modules))) execFileSync('cp', ['-al', join(root, modules), join(target, modules)]);
    }
    // Fetched once for all clones: the package registry is not what is tested.
    if (existsSync(thisCheckout.tools)) {
      execFileSync('mkdir', ['-p', join(target, '.stack')]);
      execFileSync('cp', ['-a', thisCheckout.tools, join(target, '.stack/tools')]);
    }
    const ports: NodeJS.ProcessEnv = {};
    for (const port of portNames) ports[port] = String(await anyFreePort());
    return new NativeCheckout(checkoutAt(target), ports);
  }

  #env(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { ...process.env, STACK: 'native', MAKEFLAGS: '', NO_COLOR: '1', ...this.#ports, ...env };
  }

  /** Runs `make` to its end. */
  make(verb: string, env: NodeJS.ProcessEnv = {}): Promise<ToolResult> {
    return runTool('make', [verb], { cwd: this.checkout.root, env: this.#env(env), deadlineMs: commandDeadlineMs });
  }

  /** Starts the command line of a verb as one process, which can be signalled. */
  begin(verb: string): { child: ChildProcess; exited: Promise<unknown> } {
    const child = spawn('stack/run', [verb], { cwd: this.checkout.root, env: this.#env({}), stdio: 'ignore' });
    return { child, exited: once(child, 'exit') };
  }

  state(): StackState | undefined {
    return readState(this.checkout);
  }

  /** Processes of this checkout's stack that live. */
  processes(): number[] {
    return markedProcesses(this.checkout.id).map(({ pid }) => pid);
  }

  /** Stops what runs, and deletes the folder. */
  async remove(): Promise<void> {
    await this.make('down');
    rmSync(join(this.checkout.root, '..'), { recursive: true, force: true });
  }
}
