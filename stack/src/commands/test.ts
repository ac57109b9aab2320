import { startPostgres } from '../native/postgres/start-postgres.ts';
import { startRedis } from '../native/redis/start-redis.ts';
import type { ThrowawayServer } from '../native/throwaway-server.ts';
import { messageOf } from '../errors.ts';
import { thisCheckout } from '../checkout.ts';
import { findChromium } from '../test/find-chromium.ts';
import { runSuite } from '../test/run-suite.ts';
import { selectSuites } from '../test/suites.ts';
import { succeeded, summarize, type SuiteOutcome } from '../test/summary.ts';

/** Starts what a suite's tests may use; what cannot be had here is said, and those tests skip. */
async function startService(name: string, start: () => Promise<ThrowawayServer>): Promise<ThrowawayServer | undefined> {
  try {
    return await start();
  } catch (error) {
    console.error(`No ${name} for tests: ${messageOf(error)}`);
    return undefined;
  }
}

/**
 * `make test`: runs every suite, or the one that SUITE names, and sums them up.
 * @returns the process's exit code: with REQUIRE_ALL=1, a skipped test is a failure
 */
export async function testCommand(env: NodeJS.ProcessEnv): Promise<number> {
  const suites = selectSuites(env['SUITE']);
  const requireAll = env['REQUIRE_ALL'] === '1';
  const chromium = findChromium(env);
  const base = { ...env, ...(chromium && { CHROMIUM_PATH: chromium }) };
  const outcomes: SuiteOutcome[] = [];
  for (const suite of suites) {
    console.log(`\n${suite.name}`);
    const start = performance.now();
    const services = suite.needsServices
      ? [await startService('PostgreSQL', startPostgres), await startService('Redis', startRedis)]
      : [];
    try {
      const [database, cache] = services;
      const result = await runSuite(suite, thisCheckout.root, {
        ...base,
        ...(database && { TEST_DATABASE_URL: database.url }),
        ...(cache && { TEST_REDIS_URL: cache.url }),
      });
      outcomes.push({ suite: suite.name, result, seconds: (performance.now() - start) / 1_000 });
    } finally {
      await Promise.all(services.map((service) => service?.stop()));
    }
  }
  console.log(summarize(outcomes, requireAll));
  return succeeded(outcomes, requireAll) ? 0 : 1;
}
