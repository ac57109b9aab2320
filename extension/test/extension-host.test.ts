import assert from 'node:assert/strict';
import Mocha from 'mocha';
import { Cleanups } from './support/cleanups.ts';
import { hostTestPrerequisites, runHostTests, type HostRunReport } from './support/run-host-tests.ts';

describe('in the extension host (VSCODE_SERVER, CHROMIUM_PATH, TEST_DATABASE_URL)', () => {
  const cleanups = new Cleanups();
  let report: HostRunReport;

  before(async function run() {
    this.timeout(300_000);
    const prerequisites = hostTestPrerequisites(process.env);
    if (!prerequisites) this.skip();
    report = await runHostTests(prerequisites, cleanups);
    // Each of them stands for itself in the summary.
    for (const { title, state, error } of report.results) {
      const show = () => assert.fail(error ?? 'failed');
      const test =
        state === 'pending'
          ? new Mocha.Test(title)
          : new Mocha.Test(title, state === 'failed' ? show : () => undefined);
      this.test?.parent?.addTest(test);
    }
  });
  after(() => cleanups.run());

  it('ends by itself', () => {
    const failed = report.results.some(({ state }) => state === 'failed');
    assert.equal(report.code, failed ? 1 : 0, report.output.join('\n'));
    assert.ok(report.results.length > 0, report.output.join('\n'));
  });
});
