import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { AnswerDeadline } from './webview-watchdog.ts';

describe('the deadline of an answer', () => {
  let missed: number;
  let deadline: AnswerDeadline;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    missed = 0;
    deadline = new AnswerDeadline(1_000, () => (missed += 1));
  });
  afterEach(() => mock.timers.reset());

  it('is counted from when an answer is first expected, and missed once', () => {
    mock.timers.tick(5_000);
    deadline.expect();
    mock.timers.tick(900);
    deadline.expect();
    mock.timers.tick(99);
    assert.equal(missed, 0);
    mock.timers.tick(1);
    deadline.expect();
    mock.timers.tick(5_000);
    assert.equal(missed, 1);
  });

  it('is kept by an answer, after which the next one has as long', () => {
    deadline.expect();
    mock.timers.tick(900);
    deadline.end();
    mock.timers.tick(5_000);
    deadline.expect();
    mock.timers.tick(999);
    assert.equal(missed, 0);
    mock.timers.tick(1);
    assert.equal(missed, 1);
  });

  it('ends with its owner', () => {
    deadline.expect();
    deadline.dispose();
    mock.timers.tick(5_000);
    assert.equal(missed, 0);
  });
});
