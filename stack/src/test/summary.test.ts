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
    assert.match(summarize(outcomes, false), /\n15 passed, 1 failed, 1 skipped$/);
  });

  it('names what failed and what was skipped, with its suite', () => {
    const text = summarize(outcomes, false);
    assert.match(text, /Failed:\n {2}frontend: tasks can be ticked/);
    assert.match(text, /Skipped:\n {2}api: needs PostgreSQL/);
  });

  it('is a success with a skipped test only where that is allowed', () => {
    assert.equal(succeeded([withSkip], false), true);
    assert.equal(succeeded([withSkip], true), false);
    assert.match(summarize([withSkip], true), /REQUIRE_ALL=1 does not allow/);
  });

  it('is a failure with a failed test', () => {
    assert.equal(succeeded(outcomes, false), false);
  });
});
