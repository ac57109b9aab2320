import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { thisCheckout } from '../checkout.ts';
import { messageOf } from '../errors.ts';
import { flagOption } from '../options.ts';
import { StackError } from '../stack-error.ts';
import { testEnvironment } from '../test/dev-container.ts';
import { findChromium } from '../test/find-chromium.ts';
import { Interruption } from '../test/interruption.ts';
import { missingTools } from '../test/missing-tools.ts';
import { runSideBySide } from '../test/run-side-by-side.ts';
import { runSuite, watchSuite } from '../test/run-suite.ts';
import { suiteOfFile } from '../test/suite-of-file.ts';
import type { SuiteResult } from '../test/suite-result.ts';
import { selectSuites, type Suite } from '../test/suites.ts';
import { succeeded, summarize, type SuiteOutcome } from '../test/summary.ts';
import { withTestServices } from '../test/test-services.ts';

/** Tests wait for most of their time, so that a few suites share the processors well. */
const atOnce = availableParallelism() > 1 ? { quick: 3, full: 2 } : { quick: 1, full: 1 };

function failedBy(error: unknown): SuiteResult {
  return { passed: 0, failed: [messageOf(error)], skipped: [] };
}

/**
 * `make test`: runs the quick suites side by side, with ALL=1 the full ones after them in pairs, or what SUITE or FILE names, and sums
 * them up. Ctrl-C ends the suites that run and all that they started, and leaves the others out.
 * @returns the process's exit code: with REQUIRE_ALL=1, a skipped test is a failure
 */
export async function testCommand(env: NodeJS.ProcessEnv): Promise<number> {
  const requireAll = env['REQUIRE_ALL'] === '1';
  const seed = env['SEED'] || String(randomInt(1_000_000));
  const chromium = findChromium(env);
  const tools = join(thisCheckout.root, 'node_modules/.bin');
  const base = {
    ...testEnvironment(env),
    PATH: `${tools}${delimiter}${env['PATH'] ?? ''}`,
    ...(chromium && { CHROMIUM_PATH: chromium }),
    TEST_SEED: seed,
  };
  const interruption = new Interruption();

  async function run(suite: Suite, output?: number): Promise<SuiteOutcome> {
    const start = performance.now();
    const runWith = (services: NodeJS.ProcessEnv) =>
      runSuite(suite, thisCheckout.root, { ...base, ...services }, interruption, output);
    const result = await (suite.needsServices ? withTestServices(runWith) : runWith({})).catch(failedBy);
    return { suite: suite.name, result, seconds: (performance.now() - start) / 1_000 };
  }

  const selected = env['FILE']
    ? [suiteOfFile(env['FILE'], thisCheckout.root)]
    : selectSuites(env['SUITE'], env['ALL'] === '1');
  if (flagOption(env, 'WATCH', false)) {
    const [suite, another] = selected;
    if (!suite || another) {
      throw new StackError('WATCH=1 watches one suite or one file', {
        code: 'invalid-option',
        fix: ['Such as: make test WATCH=1 FILE=api/src/db/pool.integration.test.ts'],
      });
    }
    const watch = (services: NodeJS.ProcessEnv) =>
      watchSuite(suite, thisCheckout.root, { ...base, ...services }, interruption);
    await (suite.needsServices ? withTestServices(watch) : watch({}));
    return interruption.exitCode ?? 0;
  }
  const outcomes: SuiteOutcome[] = [];
  for (const size of ['quick', 'full'] as const) {
    const ofSize = selected.filter((suite) => suite.size === size);
    outcomes.push(...(await runSideBySide(ofSize, atOnce[size], run, interruption)));
  }
  const notRun = selected.map(({ name }) => name).filter((name) => !outcomes.some(({ suite }) => suite === name));
  const hasSkipped = outcomes.some(({ result }) => result.skipped.length > 0);
  const missing = hasSkipped && !requireAll ? await missingTools(base) : [];
  console.log(summarize(outcomes, { requireAll, notRun, missing, seed }));
  return interruption.exitCode ?? (succeeded(outcomes, requireAll) ? 0 : 1);
}
