import assert from 'node:assert/strict';
import { eventually } from './test-support/eventually.ts';
import { Circuit } from './circuit.ts';

describe('Circuit', () => {
  let trials: PromiseWithResolvers<void>[];
  let circuit: Circuit;

  beforeEach(() => {
    trials = [];
    circuit = new Circuit(() => {
      const trial = Promise.withResolvers<void>();
      trials.push(trial);
      return trial.promise;
    });
  });

  afterEach(() => circuit.close());

  it('is closed at first', () => assert.equal(circuit.isOpen, false));

  it('stays open until a trial is answered', async () => {
    circuit.open();
    assert(circuit.isOpen);
    await eventually('it tries', () => trials.length === 1);
    assert(circuit.isOpen);
    trials[0]?.resolve();
    await eventually('it closes', () => !circuit.isOpen);
  });

  it('tries again after a vain trial', async () => {
    circuit.open();
    await eventually('it tries', () => trials.length === 1);
    trials[0]?.reject(new Error('x'));
    await eventually('it tries again', () => trials.length === 2);
    trials[1]?.resolve();
    await eventually('it closes', () => !circuit.isOpen);
  });

  it('makes one trial at a time, however often it is opened', async () => {
    for (let times = 0; times < 5; times += 1) circuit.open();
    await eventually('it tries', () => trials.length === 1);
    circuit.open();
    assert.equal(trials.length, 1);
  });

  it('ignores the answer of a trial that was made before it was closed and opened again', async () => {
    circuit.open();
    await eventually('it tries', () => trials.length === 1);
    circuit.close();
    circuit.open();
    trials[0]?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    assert(circuit.isOpen);
  });
});
