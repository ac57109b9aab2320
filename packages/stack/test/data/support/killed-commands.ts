import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { takeSnapshot } from '../../../src/data/snapshots.ts';
import type { Order } from './killed-process.ts';
import { Playground, plenty } from './playground.ts';

const script = join(import.meta.dirname, 'killed-process.ts');

/** Started ahead, since loading takes as long as the work. */
class Processes {
  #spare: { readonly child: ChildProcess; readonly ready: Promise<unknown> } | undefined;

  async take(): Promise<ChildProcess> {
    const { child, ready } = this.#spare ?? this.#start();
    await ready;
    this.#spare = this.#start();
    return child;
  }

  end(): void {
    this.#spare?.child.kill('SIGKILL');
  }

  #start() {
    const child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    return { child, ready: once(child, 'message') };
  }
}

/** What was there after a command that may have been killed. */
interface Aftermath {
  readonly outcome: 'old' | 'new';
  /** How many events the command had; undefined when it did not come to its end. */
  readonly events: number | undefined;
}

/** Runs commands on data in processes that are killed, and looks at what those have left. */
export class KilledCommands {
  readonly #processes = new Processes();
  readonly #playground: Playground;
  /** What each kind of work leads to. */
  readonly #results: Readonly<Record<'reset' | 'restore', string>>;
  #count = 0;

  private constructor(playground: Playground, results: Readonly<Record<'reset' | 'restore', string>>) {
    this.#playground = playground;
    this.#results = results;
  }

  static async create(): Promise<KilledCommands> {
    const playground = await Playground.create();
    const reset = await playground.fingerprint();
    await playground.addTask('in the snapshot');
    const restore = await playground.fingerprint();
    await playground.run('snapshot', (session) => takeSnapshot(session, { name: 'kept', maxBytes: plenty }));
    return new KilledCommands(playground, { reset, restore });
  }

  end(): void {
    this.#processes.end();
  }

  /** @returns how many events there were; undefined when it did not come to its end */
  async #obey(order: Omit<Order, 'target'>, killAfterMs?: number): Promise<number | undefined> {
    const child = await this.#processes.take();
    const exited = once(child, 'exit');
    let events: number | undefined;
    child.on('message', (message: { events: number }) => (events = message.events));
    child.send({ ...order, target: this.#playground.target });
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    const [code, signal] = await exited;
    clearTimeout(timer);
    assert.ok(code === 0 || signal === 'SIGKILL', `ended with ${code ?? signal}`);
    return events;
  }

  /**
   * Runs one to its end, or to where the order or the time kills it. Whatever the moment: the data are the old or the new
   * ones, all of them, and the next command puts the rest right.
   */
  async run(order: Omit<Order, 'target' | 'name'>, killAfterMs?: number): Promise<Aftermath> {
    const { work } = order;
    const playground = this.#playground;
    this.#count += 1;
    const name = work === 'snapshot' ? `made-${this.#count}` : 'kept';
    await playground.addTask(`before ${work} ${this.#count}`);
    const old = await playground.fingerprint();
    const known = new Set((await playground.catalog()).snapshots.map((each) => each.name));
    const events = await this.#obey({ ...order, name }, killAfterMs);
    // The server may still be at the last statement; this waits for it as every command does.
    const { live, snapshots, leftovers } = await playground.catalog();
    assert.ok(live);
    assert.deepEqual(leftovers, []);
    assert.notEqual(live.metadata?.cacheIsStale, true);
    const now = await playground.fingerprint();
    const made = snapshots.filter((each) => !known.has(each.name));
    const isNew = work === 'snapshot' ? made.length > 0 : now !== old;
    assert.equal(now, isNew && work !== 'snapshot' ? this.#results[work] : old);
    assert.equal(made.length, isNew ? 1 : 0);
    for (const { database } of made) assert.equal(await playground.fingerprint(database), old);
    return { outcome: isNew ? 'new' : 'old', events };
  }
}
