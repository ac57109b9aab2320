import assert from 'node:assert/strict';
import { lastErrorLine, logExcerpt, logLimits } from './tool-answers.ts';

describe('excerpt of a log', () => {
  it('is the end, without colours, within what a model can take', () => {
    assert.equal(logExcerpt('one\n\u001B[31mtwo\u001B[0m\n\nthree\n', 2), 'two\nthree');
    const long = Array.from({ length: 10_000 }, (_, index) => `${index} ${'x'.repeat(2_000)}`).join('\n');
    const excerpt = logExcerpt(long, 10_000);
    assert.ok(excerpt.length <= logLimits.characters);
    assert.match(excerpt.split('\n').at(-1) ?? '', /^9999 /);
  });

  for (const secret of [
    'postgres://app:hunter2@db:5432/app',
    'password=hunter2',
    '{"password":"hunter2","user":"app"}',
    "PGPASSWORD: 'hunter2'",
    'Authorization: Bearer hunter2hunter2',
    'api_key = hunter2',
    '"secretAccessKey": "hunter2"',
    'Cookie: session=hunter2',
    '-----BEGIN RSA PRIVATE KEY-----hunter2-----END RSA PRIVATE KEY-----',
    'eyJhbGciOiJIUzI1.eyJzdWIiOiJodW50.hunter2',
    'redis://:hunter2@cache:6379',
  ]) {
    it(`is without the secret of ${secret.slice(0, 30)}`, () => {
      const excerpt = logExcerpt(`before ${secret} after`, 10);
      assert.doesNotMatch(excerpt, /hunter2/);
      assert.match(excerpt, /^before .*\[redacted\]/);
    });
  }

  it('leaves alone what is none', () => {
    const line = 'GET /api/tasks?cursor=abc 200 in 3 ms, token bucket has 7 left';
    assert.equal(logExcerpt(line, 1), line);
  });

  it('finds the last line that reports an error', () => {
    assert.equal(lastErrorLine('ERROR: first\nFATAL: second\nall is well'), 'FATAL: second');
    assert.equal(lastErrorLine('all is well'), undefined);
  });
});
