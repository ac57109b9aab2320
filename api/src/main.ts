import { enableCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Step } from './steps.ts';

// What is imported after this is compiled at the first start only; that halves the time of every other.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));
const { destination } = await import('pino');
const { ConfigError, loadConfig, wrongConfiguration } = await import('./config.ts');
const { certificatesFor } = await import('./db/connection.ts');
const { migrate, verifyMigrations } = await import('./db/migrate.ts');
const { warmPool } = await import('./db/pool.ts');
const { product } = await import('@app/contract/product');
const { HealthMetrics } = await import('@zero-to-running/health/server/metrics');
const { createLog } = await import('./log.ts');
const { failToStart, runProcess } = await import('./process-control.ts');
const { createService } = await import('./service.ts');
const { untilAvailable } = await import('./retry.ts');

function readConfig() {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return failToStart(error.message, wrongConfiguration);
    throw error;
  }
}

const config = readConfig();
const output = destination({ dest: 1, sync: false, minLength: 16_000, periodicFlush: 100 });
const log = createLog(config.LOG_LEVEL, output);
const certificates = await certificatesFor(config.DATABASE_URL);
const { databaseOptions, pool, cache, health, server } = createService(config, log, certificates);
const { lifecycle, monitor, stream } = health;

const metrics = new HealthMetrics({
  monitor,
  namespace: product.name,
  environment: config.HEALTH_METRICS_ENVIRONMENT,
  write: (line) => output.write(`${line}\n`),
});

const databaseUrl = new URL(config.DATABASE_URL);
const databaseName = `database ${databaseUrl.host}${databaseUrl.pathname}`;
const inProduction = config.NODE_ENV === 'production';
/** How long to go on as usual while load balancers learn that no traffic should come any more. */
const farewellMs = inProduction ? 3_000 : 0;
/** How long a connection that was kept alive may bring another request. */
const graceMs = inProduction ? 2_000 : 20;

const migrateOptions = {
  ...databaseOptions,
  lockDeadlineMs: config.STARTUP_DEADLINE_MS,
  skipUnwritten: config.NODE_ENV === 'development',
};
const migrateStep: Readonly<Record<typeof config.MIGRATE_ON_START, Step>> = {
  apply: { name: 'migrate the database', deadlineMs: 900_000, run: () => migrate(migrateOptions, log) },
  verify: { name: 'check the migrations', deadlineMs: 30_000, run: () => verifyMigrations(migrateOptions, log) },
};

const startUp: Step[] = [
  {
    name: 'listen',
    deadlineMs: 5_000,
    async run() {
      const port = await server.listen(config.HOST, config.PORT);
      log.info({ host: config.HOST, port, version: config.APP_VERSION }, `Listening on http://${config.HOST}:${port}`);
    },
  },
  {
    name: 'sample the health of services',
    deadlineMs: 1_000,
    run() {
      monitor.start();
      if (config.HEALTH_METRICS === 'emf') metrics.start();
    },
  },
  {
    name: 'connect to the database',
    deadlineMs: config.STARTUP_DEADLINE_MS,
    run: (signal) =>
      untilAvailable(databaseName, () => warmPool(pool, Math.max(1, config.DATABASE_POOL_MIN)), signal, log),
  },
  migrateStep[config.MIGRATE_ON_START],
  { name: 'take traffic', deadlineMs: 1_000, run: () => lifecycle.enter('ready') },
  { name: 'tell', deadlineMs: 1_000, run: () => log.info({ startMs: Math.round(performance.now()) }, 'Ready') },
];

const shutDown: Step[] = [
  {
    name: 'turn traffic away',
    deadlineMs: farewellMs + 1_000,
    run() {
      lifecycle.enter('draining');
      return delay(farewellMs);
    },
  },
  { name: 'finish requests', deadlineMs: 13_000, run: () => server.drain(graceMs, () => stream.readerCount) },
  {
    name: 'close streams',
    deadlineMs: 1_000,
    run() {
      stream.close();
      return server.drain(0, () => 0);
    },
  },
  { name: 'cut idle connections', deadlineMs: 1_000, run: () => server.cut() },
  {
    name: 'stop sampling',
    deadlineMs: 1_000,
    run() {
      metrics.stop();
      return monitor.stop();
    },
  },
  { name: 'disconnect from the cache', deadlineMs: 1_000, run: () => cache.quit() },
  { name: 'disconnect from the database', deadlineMs: 3_000, run: () => pool.end() },
];

await runProcess({ startUp, shutDown, shutDownDeadlineMs: 25_000, log, flush: () => output.flushSync() });
