import assert from 'node:assert/strict';
import { healthSummarySchema } from '@zero-to-running/contract/health';
import { report, service } from '@zero-to-running/contract/test-support/reports';
import { readAnswer } from './read-answer.ts';

describe('reading an answer', () => {
  it('tells a report from a summary', () => {
    assert.equal(readAnswer(report()).detail, 'full');
    assert.equal(readAnswer(healthSummarySchema.parse(report())).detail, 'redacted');
  });

  it('keeps the states of a report whose details it does not understand', () => {
    const { answer, detail } = readAnswer({ ...report(), phase: 'hibernating' });
    assert.equal(detail, 'unreadable');
    assert.equal(answer.services['database']?.status, 'healthy');
  });

  it('takes values it does not know for unknown, and leaves out fields it does not know', () => {
    const future = { ...service(), status: 'sleepy', error: 'cosmic-rays', mood: 'good' };
    const { answer } = readAnswer({ ...report({ services: {} }), services: { database: future }, extra: 1 });
    assert.deepEqual(answer.services['database'], { ...service(), status: 'unknown', error: 'unknown' });
  });

  it('refuses everything else by naming the place', () => {
    for (const raw of [null, 'ok', [], {}, { ...report(), status: 'fine' }, { ...report(), timestamp: 'now' }]) {
      assert.throws(() => readAnswer(raw), { name: 'NoAnswer', reason: 'unreadable' });
    }
  });
});
