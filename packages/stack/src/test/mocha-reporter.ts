import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { SuiteResult } from './suite-result.ts';

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

/** Mocha's spec reporter, which also leaves the counts in the file that TEST_RESULT_FILE names. */
class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const result: SuiteResult = { passed: 0, failed: [], skipped: [] };
    // Where files run side by side, Mocha listens itself.
    if (!options?.parallel) process.once('SIGINT', () => this.#stop(runner));
    runner.on(EVENT_TEST_PASS, () => (result.passed += 1));
    runner.on(EVENT_TEST_FAIL, (test) => result.failed.push(test.fullTitle()));
    runner.on(EVENT_TEST_PENDING, (test) => result.skipped.push(test.fullTitle()));
    runner.on(EVENT_RUN_END, () => {
      const file = process.env['TEST_RESULT_FILE'];
      if (file) writeFileSync(file, JSON.stringify(result));
    });
  }

  /** Runs the hooks that clean up and no other test, and waits for nothing that those have left. */
  #stop(runner: Mocha.Runner): void {
    runner.once(EVENT_RUN_END, () => setImmediate(() => process.exit(1)));
    runner.abort();
  }
}

// Mocha takes a reporter from a module's default export only.
export default ResultReporter;
