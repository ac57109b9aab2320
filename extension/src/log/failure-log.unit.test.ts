import assert from 'node:assert/strict';
import { service } from '@zero-to-running/health/contract/test-support/reports';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { toldEnvironment } from '../../test/support/told-environment.ts';
import { ConnectionFailure, type FailureKind } from '@zero-to-running/health/client/failure';
import { emptySnapshot, type EnvironmentSnapshot } from '../store/environment-store.ts';
import { FailureLog } from './log.ts';

const failing = (kind: FailureKind, message: string): EnvironmentSnapshot => {
  return { ...emptySnapshot, link: 'lost', failure: new ConnectionFailure(kind, message) };
};

describe('the log of failures', () => {
  it('has each reason once, and that reports arrive again', () => {
    const { environments, tell } = toldEnvironment(emptySnapshot);
    const lines: string[] = [];
    const log = new FailureLog(environments, {
      info: (message) => lines.push(`info ${message}`),
      warn: (message) => lines.push(`warn ${message}`),
    });
    for (const next of [
      failing('refused', 'nothing listens there'),
      emptySnapshot,
      failing('refused', 'nothing listens there'),
      failing('timeout', 'it does not answer in time'),
      freshSnapshot(),
      freshSnapshot(),
      failing('stopped', 'the stack is not running'),
    ]) {
      tell(next);
    }
    assert.deepEqual(lines, [
      'warn shop: The API does not answer: nothing listens there',
      'warn shop: The API does not answer: it does not answer in time',
      'info shop: reports arrive',
      'info shop: The stack is not running',
    ]);
    log.dispose();
  });

  it('warns of a stack of which only its unreadable file says nothing', () => {
    const { environments, tell } = toldEnvironment(emptySnapshot);
    const lines: string[] = [];
    const log = new FailureLog(environments, { info: () => undefined, warn: (message) => lines.push(message) });
    const failure = new ConnectionFailure('stopped', 'the stack is not running', { detail: 'its file is no JSON' });
    for (let count = 0; count < 2; count += 1) tell({ ...emptySnapshot, link: 'lost', failure });
    assert.deepEqual(lines, ['shop: The stack is not running, as far as is known: its file is no JSON']);
    log.dispose();
  });

  it('has once why the frontend cannot be asked, though the API answers', () => {
    const { environments, tell } = toldEnvironment(emptySnapshot);
    const lines: string[] = [];
    const log = new FailureLog(environments, { info: () => undefined, warn: (message) => lines.push(message) });
    const frontendProblem = new ConnectionFailure('bad-address', 'the setting x is bad');
    const bad = freshSnapshot({}, { frontend: service({ status: 'unknown' }), frontendProblem });
    for (const next of [bad, freshSnapshot(), bad]) tell(next);
    assert.deepEqual(lines, ['shop: the setting x is bad']);
    log.dispose();
  });
});
