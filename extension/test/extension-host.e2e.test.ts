import assert from 'node:assert/strict';
import Mocha from 'mocha';
import { Cleanups } from './support/cleanups.ts';
import type { HostResult } from './support/host-tests.ts';
import { hostTestPrerequisites, runHostTests, type HostRunReport } from './support/run-host-tests.ts';

function asTest({ title, state, error }: HostResult): Mocha.Test {
  if (state === 'pending') return new Mocha.Test(title);
  return new Mocha.Test(title, () => {
    if (state === 'failed') assert.fail(error ?? 'failed');
  });
}

describe('in the extension host (VSCODE_SERVER, CHROMIUM_PATH, TEST_DATABASE_URL)', () => {
  const cleanups = new Cleanups();
  let reports: readonly HostRunReport[];

  before(async function run() {
    this.timeout(400_000);
    const prerequisites = hostTestPrerequisites(process.env);
    if (!prerequisites) this.skip();
    reports = await runHostTests(prerequisites, cleanups);
    // Each of them stands for itself in the summary.
    for (const result of reports.flatMap(({ results }) => results)) this.test?.parent?.addTest(asTest(result));
  });
  after(() => cleanups.run());

  it('each kind of window runs tests, and ends by itself', () => {
    for (const { code, results, output } of reports) {
      const failed = results.some(({ state }) => state === 'failed');
      assert.equal(code, failed ? 1 : 0, output.join('\n'));
      assert.ok(results.length > 0, output.join('\n'));
    }
  });
});
