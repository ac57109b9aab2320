import assert from 'node:assert/strict';
import { succeeded, summarize, type SuiteOutcome } from './summary.ts';

const outcomes: SuiteOutcome[] = [
  { suite: 'api', seconds: 12.34, result: { passed: 10, failed: [], skipped: ['needs PostgreSQL'] } },
  { suite: 'frontend', seconds: 3, result: { passed: 5, failed: ['tasks can be ticked'], skipped: [] } },
];

const [withSkip] = outcomes;
assert.ok(withSkip);

describe('summary of a test run', () => {
  it('ends with the counts of all suites', () => {
    assert.match(summarize(outcomes), /\n15 passed, 1 failed, 1 skipped$/);
  });

  it('names what failed and what was skipped, with its suite', () => {
    const text = summarize(outcomes);
    assert.match(text, /Failed:\n {2}frontend: tasks can be ticked/);
    assert.match(text, /Skipped:\n {2}api: needs PostgreSQL/);
  });

  it('names the seed with which a failure can be repeated', () => {
    assert.match(summarize(outcomes, { seed: '42' }), /SEED=42/);
    assert.doesNotMatch(summarize([withSkip], { seed: '42' }), /SEED/);
  });

  it('counts skipped tests where they are many, and says what the machine lacks', () => {
    const skipped = Array.from({ length: 450 }, (_, index) => `page ${index} is shown`);
    const many = [{ suite: 'frontend', seconds: 3, result: { passed: 5, failed: [], skipped } }];
    const text = summarize(many, { missing: ['a browser: install Chromium'] });
    assert.match(text, /Skipped: frontend 450\. .*\nThis machine lacks:\n {2}a browser: install Chromium\n/);
    assert.doesNotMatch(text, /page 7 is shown/);
    assert.match(summarize(many, { requireAll: true }), /frontend: page 7 is shown/);
  });

  it('is a success with a skipped test only where that is allowed', () => {
    assert.equal(succeeded([withSkip], false), true);
    assert.equal(succeeded([withSkip], true), false);
    assert.match(summarize([withSkip], { requireAll: true }), /REQUIRE_ALL=1 does not allow/);
  });

  it('is a failure with a failed test', () => {
    assert.equal(succeeded(outcomes, false), false);
  });
});
