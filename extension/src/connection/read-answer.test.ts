import assert from 'node:assert/strict';
import { report, service } from '@zero-to-running/contract/test-support/reports';
import { limits } from './limits.ts';
import { readAnswer } from './read-answer.ts';

describe('reading an answer', () => {
  it('tells a whole report from one without details, and from one that is half understood', () => {
    assert.equal(readAnswer(report()).detail, 'full');
    const summary = { status: 'ok', timestamp: report().timestamp, services: { api: { status: 'healthy' } } };
    assert.deepEqual([readAnswer(summary).detail, readAnswer(summary).report], ['redacted', undefined]);
    assert.equal(readAnswer({ ...report(), system: 'big' }).detail, 'unreadable');
  });

  it('keeps no more services than can be shown, and no longer names', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `${index}${'x'.repeat(1_000)}`);
    const many = report({
      version: 'v'.repeat(100_000),
      services: Object.fromEntries(names.map((name) => [name, service()])),
    });
    const { answer, report: read } = readAnswer(many);
    assert.equal(Object.keys(answer.services).length, limits.services);
    assert.ok(Object.keys(answer.services).every((name) => name.length <= limits.textLength));
    assert.equal(read?.version.length, limits.textLength);
  });

  it('takes out what reorders or hides text', () => {
    const { answer } = readAnswer(report({ services: { 'a\u202Eb\u0000\nc': service() } }));
    assert.deepEqual(Object.keys(answer.services), ['a b  c']);
  });

  it('is not confused by names that objects have', () => {
    const raw: unknown = JSON.parse(JSON.stringify(report()).replace('"database"', '"__proto__"'));
    assert.deepEqual(Object.keys(readAnswer(raw).answer.services), ['api', 'cache']);
    assert.ok('constructor' in readAnswer(report({ services: { constructor: service() } })).answer.services);
  });
});
