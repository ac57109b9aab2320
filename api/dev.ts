import { type ChildProcess, spawn } from 'node:child_process';
import { basename, extname, join } from 'node:path';
import { watch } from 'chokidar';

// `make dev` runs the API by this: it starts src/main.ts, and starts it again when a source is saved or when it crashed.
// docs/decisions/0005 says why this is no nodemon.

export interface LauncherOptions {
  /** What to run, by this Node. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Folders whose sources are watched. */
  readonly watched: readonly string[];
  /** Called with each line that says what happens. */
  readonly say: (line: string) => void;
  /** Milliseconds that a start has to survive to count as one that worked; a source that is wrong ends at once. */
  readonly provenMs?: number;
  /** Milliseconds to wait before a program that crashed is started again, by how often it was already. */
  readonly restartDelayMs?: (restarts: number) => number;
}

/** The API ends by itself within 25 s. */
const lastResortMs = 28_000;

/** An editor that saves several files, or by renaming, saves once. */
const settleMs = 10;

/** How often a program that worked is started again without working, before only a change of its sources helps. */
const maxRestarts = 8;

const backOffMs = (restarts: number) => Math.min(5_000, 250 * 2 ** restarts) * (0.75 + Math.random() / 4);

const watchedTypes = new Set(['.ts', '.sql', '.json']);

const isSource = (path: string) => watchedTypes.has(extname(path)) && !path.endsWith('.test.ts');

/** Runs one program: one at a time, each told to end by one SIGTERM and given the time to do so. */
export class Launcher {
  readonly #options: LauncherOptions;
  readonly #ended = Promise.withResolvers<number>();
  #child: ChildProcess | undefined;
  #startedMs = 0;
  #restarts = 0;
  #pending: NodeJS.Timeout | undefined;
  #state: 'running' | 'restarting' | 'stopping' = 'running';

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  /**
   * Runs the program until it is stopped.
   * @returns its exit code then
   */
  async run(): Promise<number> {
    const watcher = watch([...this.#options.watched], {
      ignoreInitial: true,
      ignored: (path, stats) => stats?.isFile() === true && !isSource(path),
    });
    watcher.on('all', (_event, path) => {
      if (isSource(path)) this.#restart(path);
    });
    const endChild = () => this.#child?.kill('SIGTERM');
    process.once('exit', endChild);
    this.#start();
    const exitCode = await this.#ended.promise;
    process.removeListener('exit', endChild);
    await watcher.close();
    return exitCode;
  }

  /** Ends the program, in order, and this launcher with it. */
  stop(): void {
    if (this.#state === 'stopping') return;
    this.#state = 'stopping';
    clearTimeout(this.#pending);
    if (this.#child) this.#terminate();
    else this.#ended.resolve(0);
  }

  #restart(path: string): void {
    if (this.#state === 'stopping') return;
    this.#restarts = 0;
    clearTimeout(this.#pending);
    this.#pending = setTimeout(() => {
      if (this.#state === 'restarting') return;
      this.#options.say(`${basename(path)} was saved: restarting`);
      if (!this.#child) return this.#start();
      this.#state = 'restarting';
      this.#terminate();
    }, settleMs);
  }

  #terminate(): void {
    const child = this.#child;
    child?.kill('SIGTERM');
    const lastResort = setTimeout(() => child?.kill('SIGKILL'), lastResortMs);
    child?.once('exit', () => clearTimeout(lastResort));
  }

  #start(): void {
    const { args, cwd } = this.#options;
    this.#state = 'running';
    this.#startedMs = performance.now();
    const child = spawn(process.execPath, args, { cwd, stdio: 'inherit' });
    this.#child = child;
    child.once('exit', (code, signal) => {
      this.#child = undefined;
      if (this.#state === 'stopping') this.#ended.resolve(code ?? 1);
      else if (this.#state === 'restarting') this.#start();
      else this.#recover(signal ? `killed by ${signal}` : `exit code ${code}`);
    });
  }

  /** Whether a restart can help: not where a start fails by an exit code of its own, for there a source is wrong. */
  #recover(how: string): void {
    const { provenMs = 3_000, restartDelayMs = backOffMs, say } = this.#options;
    const lived = performance.now() - this.#startedMs;
    if (lived > 10 * provenMs) this.#restarts = 0;
    const mayHelp = how.startsWith('killed') || lived > provenMs;
    if (!mayHelp || this.#restarts >= maxRestarts) {
      say(`crashed (${how}): waiting for a change of its sources`);
      return;
    }
    const delayMs = restartDelayMs(this.#restarts);
    this.#restarts += 1;
    say(`crashed (${how}): starting again in ${(delayMs / 1_000).toFixed(1)} s`);
    clearTimeout(this.#pending);
    this.#pending = setTimeout(() => this.#start(), delayMs);
  }
}

const inApi = (path: string) => join(import.meta.dirname, path);

if (import.meta.main) {
  const launcher = new Launcher({
    args: [inApi('src/main.ts')],
    cwd: import.meta.dirname,
    watched: [inApi('src'), inApi('../contract/src'), inApi('../packages/health/src')],
    say: (line) => console.log(`[dev] ${line}`),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => launcher.stop());
  process.exitCode = await launcher.run();
}
