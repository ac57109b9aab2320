import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, thisCheckout, type Checkout } from '../../../src/checkout.ts';
import { findRedis } from '../../../src/native/redis/find-redis.ts';
import { anyFreePort } from '../../../src/ports/free-port.ts';
import { identify, identifyAll, markedProcesses, processTable } from '../../../src/process/processes.ts';
import { runTool, type ToolResult } from '../../../src/process/run.ts';
import { terminateProcesses } from '../../../src/process/signals.ts';
import { readState } from '../../../src/state/state-file.ts';
import type { StackState } from '../../../src/state/stack-state.ts';
import { copyDependencies } from '../../../src/test/copy-dependencies.ts';
import { makeArguments, sortVariables } from '../../../src/test/make-arguments.ts';
import { outsideMake } from '../../../src/test/outside-make.ts';
import { copySources } from './copy-sources.ts';
import { copyIn, copyPrefix, sweep } from './sweep.ts';

const commandDeadlineMs = 120_000;

const portNames = ['FRONTEND_PORT', 'API_PORT', 'DATABASE_PORT', 'CACHE_PORT'] as const;

/** Whose a copy of this checkout is, and what it starts with. */
export interface CheckoutOptions {
  /** Who has it, and runs its commands; whoever runs the tests by default. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Of the folder that holds it. 0o700, the default, lets nobody but its owner in. */
  readonly mode?: number;
  /** Options, settings and variables for each command; by default ports that are free. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A command that runs. */
export interface Watched {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  readonly exited: Promise<unknown>;
}

async function freePorts(): Promise<NodeJS.ProcessEnv> {
  const ports: NodeJS.ProcessEnv = {};
  for (const name of portNames) ports[name] = String(await anyFreePort());
  return ports;
}

/** A copy of this checkout with its dependencies, and a native stack of its own. */
export class NativeCheckout {
  readonly checkout: Checkout;
  readonly #folder: string;
  readonly #user: CheckoutOptions['user'];
  readonly #variables: NodeJS.ProcessEnv;
  /** Names of settings that were written at any time. */
  readonly #settings = new Set<string>();

  private constructor(folder: string, user: CheckoutOptions['user'], variables: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.checkout = checkoutAt(copyIn(folder));
    this.#user = user;
    this.#variables = variables;
  }

  /** Makes it in a new folder whose name has a space. */
  static async create({ user, mode = 0o700, env }: CheckoutOptions = {}): Promise<NativeCheckout> {
    const { root, tools } = thisCheckout;
    sweep();
    const folder = realpathSync(mkdtempSync(join(tmpdir(), copyPrefix(process.pid))));
    const target = copyIn(folder);
    copySources(root, target);
    copyDependencies(root, target, { owned: user !== undefined });
    // Fetched once for all of them.
    await findRedis(tools, () => undefined, AbortSignal.timeout(commandDeadlineMs)).catch(() => undefined);
    if (existsSync(tools)) {
      mkdirSync(join(target, '.stack'));
      execFileSync('cp', ['-a', tools, join(target, '.stack/tools')]);
    }
    if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
    chmodSync(folder, mode);
    const home = user ? { HOME: folder, TMPDIR: folder } : {};
    return new NativeCheckout(folder, user, { ...home, ...(env ?? (await freePorts())) });
  }

  /** What a command is run with; its settings, and no others, are in `.env` by then. */
  #prepare(verb: string, env: NodeJS.ProcessEnv): { options: readonly string[]; env: NodeJS.ProcessEnv } {
    const { options, settings, environment } = sortVariables(verb, { STACK: 'native', ...this.#variables, ...env });
    this.#writeSettings(settings);
    const cleared = { ...outsideMake, IN_DEV_CONTAINER: '', NO_COLOR: '1' };
    return { options, env: { ...process.env, ...cleared, ...environment } };
  }

  /** Writes the settings that every command gets into `.env`, for what runs commands by itself. */
  settle(): void {
    this.#prepare('dev', {});
  }

  #writeSettings(settings: Readonly<Record<string, string>>): void {
    const { envFile, envExample } = this.checkout;
    for (const name of Object.keys(settings)) this.#settings.add(name);
    const isThere = existsSync(envFile);
    const before = readFileSync(isThere ? envFile : envExample, 'utf8');
    const others = before.split('\n').filter((line) => !this.#settings.has(line.split('=', 1)[0] ?? ''));
    const lines = Object.entries(settings).flatMap(([name, value]) => (value === '' ? [] : [`${name}=${value}`]));
    const after = `${[others.join('\n').trimEnd(), ...lines].join('\n')}\n`;
    if (after === before || (!isThere && lines.length === 0)) return;
    writeFileSync(envFile, after, { mode: 0o600 });
    if (this.#user) chownSync(envFile, this.#user.uid, this.#user.gid);
  }

  /** Runs `make` to its end. */
  make(verb: string, env: NodeJS.ProcessEnv = {}): Promise<ToolResult> {
    const { options, env: environment } = this.#prepare(verb, env);
    return runTool('make', makeArguments(verb, options), {
      cwd: this.checkout.root,
      env: environment,
      deadlineMs: commandDeadlineMs,
      ...this.#user,
    });
  }

  /**
   * Starts the command line of a verb as one process, which can be signalled.
   * @param how `make` starts it by make, in a process group of its own, as a terminal would
   */
  begin(verb: string, how: 'alone' | 'make' = 'alone'): { child: ChildProcess; exited: Promise<unknown> } {
    const { options, env } = this.#prepare(verb, {});
    const child = spawn(how === 'make' ? 'make' : 'packages/stack/run', [verb, ...options], {
      cwd: this.checkout.root,
      env,
      stdio: 'ignore',
      detached: how === 'make',
    });
    return { child, exited: once(child, 'exit') };
  }

  /** Starts a verb that goes on until it is told to stop, and keeps what it prints. */
  watch(verb: string, env: NodeJS.ProcessEnv = {}): Watched {
    const { options, env: environment } = this.#prepare(verb, env);
    const child = spawn('packages/stack/run', [verb, ...options], {
      cwd: this.checkout.root,
      env: environment,
      stdio: 'pipe',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    return { child, output: () => output, exited: once(child, 'close') };
  }

  state(): StackState | undefined {
    return readState(this.checkout);
  }

  /** Living processes of this checkout's stack: those with its marker, and any other that has to do with its folder. */
  processes(): number[] {
    const marked = markedProcesses(this.checkout.id).map(({ pid }) => pid);
    const others = [...processTable.snapshot().keys()].filter((pid) => pid !== process.pid && this.#isOf(pid));
    return [...new Set([...marked, ...others])].toSorted((a, b) => a - b);
  }

  #isOf(pid: number): boolean {
    const { root } = this.checkout;
    const isRelated = processTable.commandOf(pid)?.includes(root) || processTable.directoryOf(pid)?.startsWith(root);
    return isRelated === true && identify(pid) !== undefined;
  }

  /** Stops what runs, and deletes its data and the folder. */
  async remove(): Promise<void> {
    const { ok, output } = await this.make('clean', { YES: '1' });
    if (!ok) console.error(`A copy of the checkout could not be cleaned:\n${output}`);
    // Without its folder, nobody would find them again.
    await terminateProcesses(identifyAll(this.processes()), [{ signal: 'SIGKILL', waitMs: 5_000 }]);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
