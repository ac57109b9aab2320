import assert from 'node:assert/strict';
import { DisposableOwner, toDisposable } from './disposable.ts';

class Owner extends DisposableOwner {
  own(name: string, log: string[]): void {
    this.register(toDisposable(() => log.push(name)));
  }
}

describe('owner of disposables', () => {
  it('disposes what it owns once, last first', () => {
    const log: string[] = [];
    const owner = new Owner();
    owner.own('first', log);
    owner.own('second', log);
    owner.dispose();
    owner.dispose();
    assert.deepEqual(log, ['second', 'first']);
  });

  it('disposes late arrivals at once', () => {
    const log: string[] = [];
    const owner = new Owner();
    owner.dispose();
    owner.own('late', log);
    assert.deepEqual(log, ['late']);
  });
});
