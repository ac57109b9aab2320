import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Batches, gatherMs } from './flip-notifications.ts';

describe('batches of what is told', () => {
  let told: (readonly string[])[];
  let batches: Batches<string>;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    told = [];
    batches = new Batches((items) => told.push(items));
  });
  afterEach(() => {
    batches.dispose();
    mock.timers.reset();
  });

  it('hand on the first at once, and together what follows soon', () => {
    batches.add(['a', 'b']);
    batches.add(['c']);
    batches.add(['d', 'c']);
    assert.deepEqual(told, [['a', 'b']]);
    mock.timers.tick(gatherMs);
    assert.deepEqual(told, [
      ['a', 'b'],
      ['c', 'd'],
    ]);
    mock.timers.tick(gatherMs);
    batches.add(['e']);
    assert.deepEqual(told[2], ['e']);
  });

  it('leave out what is no longer so', () => {
    batches.add(['a']);
    batches.add(['b']);
    batches.remove('b');
    mock.timers.tick(gatherMs);
    assert.deepEqual(told, [['a']]);
  });

  it('hand on nothing after their owner has gone', () => {
    batches.add(['a']);
    batches.add(['b']);
    batches.dispose();
    mock.timers.tick(gatherMs);
    assert.deepEqual(told, [['a']]);
  });
});
