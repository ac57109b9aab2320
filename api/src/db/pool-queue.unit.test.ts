import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { PoolQueue } from './probe.ts';

/** Just what the queue looks at of a pool. */
class Waiting extends EventEmitter {
  waitingCount = 0;

  serve(count: number): void {
    this.waitingCount -= count;
    for (let served = 0; served < count; served += 1) this.emit('acquire');
  }
}

describe('PoolQueue', () => {
  let pool: Waiting;
  let queue: PoolQueue;

  beforeEach(() => {
    pool = new Waiting();
    queue = new PoolQueue(pool);
  });

  it('is not stuck when nobody waits', () => {
    assert.equal(queue.isStuck(0), false);
    assert.equal(queue.isStuck(10_000), false);
  });

  it('is stuck when somebody has waited for half a second', () => {
    pool.waitingCount = 1;
    assert.equal(queue.isStuck(0), false);
    assert.equal(queue.isStuck(499), false);
    assert.equal(queue.isStuck(500), true);
  });

  it('is not stuck while it moves, however long it is', () => {
    for (let now = 0; now < 10_000; now += 400) {
      pool.waitingCount = 40;
      assert.equal(queue.isStuck(now), false, `at ${now} ms`);
      pool.serve(40);
    }
  });

  it('is stuck as long as the last of those who waited then waits', () => {
    pool.waitingCount = 3;
    queue.isStuck(0);
    pool.serve(2);
    assert.equal(queue.isStuck(600), true);
    pool.serve(1);
    assert.equal(queue.isStuck(700), false);
  });

  it('counts again from the next who waits', () => {
    pool.waitingCount = 1;
    queue.isStuck(0);
    pool.serve(1);
    queue.isStuck(1_000);
    pool.waitingCount = 1;
    assert.equal(queue.isStuck(2_000), false);
  });
});
