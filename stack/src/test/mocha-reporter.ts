import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { SuiteResult } from './suite-result.ts';

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

/** Mocha's spec reporter, which also leaves the counts in the file that TEST_RESULT_FILE names. */
class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const result: SuiteResult = { passed: 0, failed: [], skipped: [] };
    runner.on(EVENT_TEST_PASS, () => (result.passed += 1));
    runner.on(EVENT_TEST_FAIL, (test) => result.failed.push(test.fullTitle()));
    runner.on(EVENT_TEST_PENDING, (test) => result.skipped.push(test.fullTitle()));
    runner.on(EVENT_RUN_END, () => {
      const file = process.env['TEST_RESULT_FILE'];
      if (file) writeFileSync(file, JSON.stringify(result));
    });
  }
}

// Mocha takes a reporter from a module's default export only.
export default ResultReporter;
