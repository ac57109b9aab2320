import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { seededRandom } from '@zero-to-running/health/test-support/random';
import { takeSnapshot } from '../../src/data/snapshots.ts';
import type { Order } from './support/killed-process.ts';
import { Playground, plenty } from './support/playground.ts';

const script = join(import.meta.dirname, 'support/killed-process.ts');

const randomMoments = 50;

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

const random = seededRandom('data interruption');

describe('a command that is killed', function suite() {
  this.timeout(240_000);
  let playground: Playground;
  /** What each kind of work leads to. */
  let results: Record<'reset' | 'restore', string>;
  let count = 0;
  const processes = new Processes();
  after(() => processes.end());

  before(async () => {
    playground = await Playground.create();
    const fresh = await playground.fingerprint();
    await playground.addTask('in the snapshot');
    results = { reset: fresh, restore: await playground.fingerprint() };
    await playground.run('snapshot', (session) => takeSnapshot(session, { name: 'kept', maxBytes: plenty }));
  });

  /** @returns how many events there were; undefined when it did not come to its end */
  async function obey(order: Omit<Order, 'target'>, killAfterMs?: number): Promise<number | undefined> {
    const child = await processes.take();
    const exited = once(child, 'exit');
    let events: number | undefined;
    child.on('message', (message: { events: number }) => (events = message.events));
    child.send({ ...order, target: playground.target });
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    const [code, signal] = await exited;
    clearTimeout(timer);
    assert.ok(code === 0 || signal === 'SIGKILL', `ended with ${code ?? signal}`);
    return events;
  }

  /** Whatever the moment: the data are the old or the new ones, all of them, and the next command puts the rest right. */
  async function holds(work: Order['work'], kill: (name: string) => Promise<number | undefined>) {
    count += 1;
    const name = work === 'snapshot' ? `made-${count}` : 'kept';
    await playground.addTask(`before ${work} ${count}`);
    const old = await playground.fingerprint();
    const known = new Set((await playground.catalog()).snapshots.map((each) => each.name));
    const events = await kill(name);
    // The server may still be at the last statement; this waits for it as every command does.
    const { live, snapshots, leftovers } = await playground.catalog();
    assert.ok(live);
    assert.deepEqual(leftovers, []);
    assert.notEqual(live.metadata?.cacheIsStale, true);
    const now = await playground.fingerprint();
    const made = snapshots.filter((each) => !known.has(each.name));
    const isNew = work === 'snapshot' ? made.length > 0 : now !== old;
    assert.equal(now, isNew && work !== 'snapshot' ? results[work] : old);
    assert.equal(made.length, isNew ? 1 : 0);
    for (const { database } of made) assert.equal(await playground.fingerprint(database), old);
    return { outcome: isNew ? 'new' : 'old', events };
  }

  for (const work of ['reset', 'restore', 'snapshot'] as const) {
    for (const sends of [false, true]) {
      it(`${sends ? 'after sending' : 'before'} each statement of a ${work} leaves the old or the new data`, async () => {
        const seen = new Set<string>();
        let killAt = 0;
        for (;;) {
          killAt += 1;
          const order = { work, killAt, sends };
          const { outcome, events } = await holds(work, (name) => obey({ ...order, name }));
          seen.add(outcome);
          if (events !== undefined) break;
        }
        assert.ok(killAt > 4, `only ${killAt} events`);
        assert.deepEqual([...seen].toSorted(), ['new', 'old']);
      });
    }
  }

  it(`at ${randomMoments} random moments leaves the old or the new data`, async () => {
    const start = performance.now();
    await holds('reset', (name) => obey({ work: 'reset', name }));
    const wholeMs = performance.now() - start;
    for (let round = 0; round < randomMoments; round += 1) {
      const work = round % 3 === 0 ? 'restore' : 'reset';
      await holds(work, (name) => obey({ work, name }, random() * wholeMs));
    }
  });
});
