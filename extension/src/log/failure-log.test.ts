import assert from 'node:assert/strict';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { Emitter } from '../common/emitter.ts';
import { ConnectionFailure, type FailureKind } from '../connection/failure.ts';
import type { Environment } from '../environments/environment.ts';
import { emptySnapshot, type EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { FailureLog } from './failure-log.ts';

const failing = (kind: FailureKind, message: string): EnvironmentSnapshot => {
  return { ...emptySnapshot, link: 'lost', failure: new ConnectionFailure(kind, message) };
};

describe('the log of failures', () => {
  it('has each reason once, and that reports arrive again', () => {
    const changes = new Emitter<EnvironmentSnapshot>();
    let snapshot: EnvironmentSnapshot = emptySnapshot;
    const environment: Environment = {
      id: 'local:x',
      kind: 'local',
      name: 'shop',
      folder: undefined,
      addresses: () => Promise.reject(new Error('nobody asks')),
      store: {
        get snapshot() {
          return snapshot;
        },
        onDidChange: changes.event,
        watch: () => assert.fail('it watches nothing itself'),
        refresh: () => undefined,
        dispose: () => undefined,
      },
    };
    const lines: string[] = [];
    const log = new FailureLog(
      { all: [environment], selected: environment, onDidChange: new Emitter().event, select: () => undefined },
      { info: (message) => lines.push(`info ${message}`), warn: (message) => lines.push(`warn ${message}`) },
    );
    for (const next of [
      failing('refused', 'nothing listens there'),
      emptySnapshot,
      failing('refused', 'nothing listens there'),
      failing('timeout', 'it does not answer in time'),
      freshSnapshot(),
      freshSnapshot(),
      failing('stopped', 'the stack is not running'),
    ]) {
      snapshot = next;
      changes.fire(next);
    }
    assert.deepEqual(lines, [
      'warn shop: The API does not answer: nothing listens there',
      'warn shop: The API does not answer: it does not answer in time',
      'info shop: reports arrive',
      'info shop: The stack is not running',
    ]);
    log.dispose();
  });
});
