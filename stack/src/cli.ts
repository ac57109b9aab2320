import { thisCheckout } from './checkout.ts';
import { chooseDriver } from './choose-driver.ts';
import type { StackDriver } from './driver.ts';
import { flagOption, serviceOption } from './options.ts';
import { StackError } from './stack-error.ts';
import { printError } from './terminal/failure.ts';

type Run = () => number | Promise<number>;

const { env, argv } = process;
const driver = async () => (await chooseDriver(thisCheckout, env, { starts: false })).driver;

/** The same for a verb that starts the stack, and says which way it takes where that may surprise. */
async function startingDriver(): Promise<StackDriver> {
  const { driver: chosen, note } = await chooseDriver(thisCheckout, env, { starts: true });
  if (note) console.log(`${note.message}. ${note.advice}.`);
  return chosen;
}

/** What each verb does; its code is loaded when it is asked for. */
const verbs: Readonly<Record<string, Run>> = {
  dev: async () => (await import('./commands/dev.ts')).devCommand(thisCheckout, await startingDriver()),
  down: async () => (await import('./commands/down.ts')).downCommand(await driver()),
  restart: async () =>
    (await import('./commands/restart.ts')).restartCommand(thisCheckout, await startingDriver(), serviceOption(env)),
  logs: async () =>
    env.ENV
      ? (await import('./commands/environment-logs.ts')).environmentLogsCommand(thisCheckout, env)
      : (await import('./commands/logs.ts')).logsCommand(
          await driver(),
          serviceOption(env),
          flagOption(env, 'FOLLOW', true),
        ),
  health: async () =>
    env.ENV
      ? (await import('./commands/environment-health.ts')).environmentHealthCommand(thisCheckout, env)
      : (await import('./commands/health.ts')).healthCommand(
          thisCheckout,
          await driver(),
          flagOption(env, 'WATCH', false),
        ),
  bootstrap: async () => (await import('./commands/bootstrap.ts')).bootstrapCommand(thisCheckout, env),
  plan: async () => (await import('./commands/plan.ts')).planCommand(thisCheckout, env),
  deploy: async () => (await import('./commands/deploy.ts')).deployCommand(thisCheckout, env),
  rollback: async () => (await import('./commands/rollback.ts')).rollbackCommand(thisCheckout, env),
  destroy: async () => (await import('./commands/destroy.ts')).destroyCommand(thisCheckout, env),
  images: async () => (await import('./commands/images.ts')).imagesCommand(thisCheckout, env),
  'registry-login': async () => (await import('./commands/registry-login.ts')).registryLoginCommand(thisCheckout, env),
  status: async () =>
    (await import('./commands/status.ts')).statusCommand(await driver(), flagOption(env, 'JSON', false)),
  doctor: async () =>
    (await import('./commands/doctor.ts')).doctorCommand(
      thisCheckout,
      await chooseDriver(thisCheckout, env, { starts: false }),
      argv.includes('--json') || flagOption(env, 'JSON', false),
    ),
  clean: async () =>
    (await import('./commands/clean.ts')).cleanCommand(thisCheckout, await driver(), flagOption(env, 'YES', false)),
  reset: async () => (await import('./commands/reset.ts')).resetCommand(thisCheckout, env),
  undo: async () => (await import('./commands/undo.ts')).undoCommand(thisCheckout, env),
  snapshot: async () => (await import('./commands/snapshot.ts')).snapshotCommand(thisCheckout, env),
  snapshots: async () => (await import('./commands/snapshots.ts')).snapshotsCommand(thisCheckout, env),
  restore: async () => (await import('./commands/restore.ts')).restoreCommand(thisCheckout, env),
  'snapshot-delete': async () =>
    (await import('./commands/snapshot-delete.ts')).snapshotDeleteCommand(thisCheckout, env),
  seed: async () => (await import('./commands/seed.ts')).seedCommand(thisCheckout, env),
  migration: async () => (await import('./commands/migration.ts')).migrationCommand(thisCheckout, env),
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand(thisCheckout, env),
  migrations: async () => (await import('./commands/migrations.ts')).migrationsCommand(thisCheckout, env),
  install: async () => (await import('./commands/install.ts')).installCommand(await driver()),
  'up-production': async () => (await import('./commands/production.ts')).upProductionCommand(thisCheckout),
  'down-production': async () => (await import('./commands/production.ts')).downProductionCommand(thisCheckout),
  check: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['types', 'lint']),
  types: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['types']),
  lint: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['lint']),
  format: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['format']),
  test: async () => (await import('./commands/test.ts')).testCommand(env),
  package: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['package']),
  'install-extension': async () =>
    (await import('./commands/install-extension.ts')).installExtensionCommand(thisCheckout, env.CODE),
  bench: async () => (await import('./commands/bench.ts')).benchCommand(env),
};

async function run(verb = ''): Promise<number> {
  const command = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (command) return command();
  throw new StackError(verb ? `There is no verb ${verb}` : 'A verb is missing', {
    fix: [`It is one of: ${Object.keys(verbs).join(', ')}`, 'make lists them with a line each.'],
  });
}

process.chdir(thisCheckout.root);
try {
  process.exitCode = await run(argv[2]);
} catch (error) {
  printError(error);
  process.exitCode = 1;
}
