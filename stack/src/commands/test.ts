import { delimiter, join } from 'node:path';
import { thisCheckout } from '../checkout.ts';
import { testEnvironment } from '../test/dev-container.ts';
import { findChromium } from '../test/find-chromium.ts';
import { Interruption } from '../test/interruption.ts';
import { runSuite } from '../test/run-suite.ts';
import { suiteOfFile } from '../test/suite-of-file.ts';
import { selectSuites } from '../test/suites.ts';
import { succeeded, summarize, type SuiteOutcome } from '../test/summary.ts';
import { withTestServices } from '../test/test-services.ts';

/**
 * `make test`: runs every suite, the one that SUITE names, or the one file that FILE names, and sums them up.
 * Ctrl-C ends the suite that runs and all that it started, and leaves the others out.
 * @returns the process's exit code: with REQUIRE_ALL=1, a skipped test is a failure
 */
export async function testCommand(env: NodeJS.ProcessEnv): Promise<number> {
  const requireAll = env['REQUIRE_ALL'] === '1';
  const chromium = findChromium(env);
  const tools = join(thisCheckout.root, 'node_modules/.bin');
  const base = {
    ...testEnvironment(env),
    PATH: `${tools}${delimiter}${env['PATH'] ?? ''}`,
    ...(chromium && { CHROMIUM_PATH: chromium }),
  };
  const interruption = new Interruption();
  const outcomes: SuiteOutcome[] = [];
  const selected = env['FILE'] ? [suiteOfFile(env['FILE'], thisCheckout.root)] : selectSuites(env['SUITE']);
  for (const suite of selected) {
    if (interruption.signal) break;
    console.log(`\n${suite.name}`);
    const start = performance.now();
    const run = (services: NodeJS.ProcessEnv) =>
      runSuite(suite, thisCheckout.root, { ...base, ...services }, interruption);
    const result = suite.needsServices ? await withTestServices(run) : await run({});
    outcomes.push({ suite: suite.name, result, seconds: (performance.now() - start) / 1_000 });
  }
  const notRun = selected.slice(outcomes.length).map(({ name }) => name);
  console.log(summarize(outcomes, requireAll, notRun));
  return interruption.exitCode ?? (succeeded(outcomes, requireAll) ? 0 : 1);
}
