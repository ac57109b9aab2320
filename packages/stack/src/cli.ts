import { thisCheckout } from './checkout.ts';
import { chooseDriver } from './choose-driver.ts';
import type { StackDriver } from './driver.ts';
import { settleIdentity } from './environment/write-env.ts';
import { ignoredFromShell, keepFromShell } from './environment/shell.ts';
import { flagOption, readRequest, serviceOption } from './options.ts';
import { StackError } from './stack-error.ts';
import { messageOf } from './errors.ts';
import { printError } from './terminal/failure.ts';
import { beginJson, isJson, printJson } from './terminal/json.ts';
import type { Outcome, Verb } from './verbs.ts';

type Environment = Readonly<Record<string, string | undefined>>;

type Run = (env: Environment) => Outcome | Promise<Outcome>;

const driver = async (env: Environment) => (await chooseDriver(thisCheckout, env, { starts: false })).driver;

/** What the verbs on the data are given. */
const data = async (env: Environment) => ({ checkout: thisCheckout, driver: await driver(env), env });

/** The same for a verb that starts the stack, and says which way it takes where that may surprise. */
async function startingDriver(env: Environment): Promise<StackDriver> {
  const { driver: chosen, note } = await chooseDriver(thisCheckout, env, { starts: true });
  if (note) console.log(`${note.message}. ${note.advice}.`);
  return chosen;
}

/** What each verb does; its code is loaded when it is asked for. */
const verbs: Readonly<Record<Verb, Run>> = {
  dev: async (env) => (await import('./commands/stack.ts')).devCommand(thisCheckout, await startingDriver(env)),
  down: async (env) => (await import('./commands/stack.ts')).downCommand(await driver(env)),
  restart: async (env) =>
    (await import('./commands/stack.ts')).restartCommand(thisCheckout, await startingDriver(env), serviceOption(env)),
  clean: async (env) =>
    (await import('./commands/clean.ts')).cleanCommand(thisCheckout, await driver(env), {
      yes: flagOption(env, 'YES', false),
      snapshots: env['SNAPSHOTS'] || undefined,
    }),
  logs: async (env) =>
    env['ENV']
      ? (await import('./commands/environments.ts')).environmentLogsCommand(thisCheckout, env)
      : (await import('./commands/logs.ts')).logsCommand(
          await driver(env),
          serviceOption(env),
          flagOption(env, 'FOLLOW', true),
        ),
  health: async (env) =>
    env['ENV']
      ? (await import('./commands/environments.ts')).environmentHealthCommand(thisCheckout, env)
      : (await import('./commands/health.ts')).healthCommand(
          thisCheckout,
          await driver(env),
          flagOption(env, 'WATCH', false),
        ),
  status: async (env) => (await import('./commands/status.ts')).statusCommand(thisCheckout, await driver(env)),
  doctor: async (env) =>
    (await import('./commands/doctor.ts')).doctorCommand(
      thisCheckout,
      await chooseDriver(thisCheckout, env, { starts: false }),
      ignored,
      env['ENV'] ? (await import('./deploy/context.ts')).environmentContext(thisCheckout, env) : undefined,
    ),
  bootstrap: async (env) => (await import('./commands/environments.ts')).bootstrapCommand(thisCheckout, env),
  plan: async (env) => (await import('./commands/environments.ts')).planCommand(thisCheckout, env),
  deploy: async (env) => (await import('./commands/environments.ts')).deployCommand(thisCheckout, env),
  rollback: async (env) => (await import('./commands/environments.ts')).rollbackCommand(thisCheckout, env),
  destroy: async (env) => (await import('./commands/environments.ts')).destroyCommand(thisCheckout, env),
  secret: async (env) => (await import('./commands/secrets.ts')).secretCommand(thisCheckout, env),
  secrets: async (env) => (await import('./commands/secrets.ts')).secretsCommand(thisCheckout, env),
  'secret-delete': async (env) => (await import('./commands/secrets.ts')).secretDeleteCommand(thisCheckout, env),
  database: async (env) => (await import('./commands/database.ts')).databaseCommand(thisCheckout, env),
  'health-token': async (env) => (await import('./commands/health-token.ts')).healthTokenCommand(thisCheckout, env),
  images: async (env) => (await import('./commands/environments.ts')).imagesCommand(thisCheckout, env),
  'registry-login': async (env) => (await import('./commands/environments.ts')).registryLoginCommand(thisCheckout, env),
  reset: async (env) => (await import('./commands/data.ts')).resetCommand(await data(env)),
  undo: async (env) => (await import('./commands/data.ts')).undoCommand(await data(env)),
  snapshot: async (env) => (await import('./commands/data.ts')).snapshotCommand(await data(env)),
  snapshots: async (env) => (await import('./commands/data.ts')).snapshotsCommand(await data(env)),
  restore: async (env) => (await import('./commands/data.ts')).restoreCommand(await data(env)),
  'snapshot-delete': async (env) => (await import('./commands/data.ts')).snapshotDeleteCommand(await data(env)),
  seed: async (env) => (await import('./commands/data.ts')).seedCommand(await data(env)),
  migration: async (env) => (await import('./commands/data.ts')).migrationCommand(thisCheckout, env),
  migrate: async (env) => (await import('./commands/data.ts')).migrateCommand(await data(env)),
  migrations: async (env) => (await import('./commands/data.ts')).migrationsCommand(await data(env)),
  rescue: async (env) => (await import('./commands/data.ts')).rescueCommand(await data(env)),
  install: async (env) => (await import('./commands/development.ts')).installCommand(thisCheckout, await driver(env)),
  'up-production': async () => (await import('./commands/production.ts')).upProductionCommand(thisCheckout),
  'down-production': async () => (await import('./commands/production.ts')).downProductionCommand(thisCheckout),
  check: async () => (await import('./commands/development.ts')).scriptsCommand(thisCheckout, ['types', 'lint']),
  types: async () => (await import('./commands/development.ts')).scriptsCommand(thisCheckout, ['types']),
  lint: async () => (await import('./commands/development.ts')).scriptsCommand(thisCheckout, ['lint']),
  format: async () => (await import('./commands/development.ts')).scriptsCommand(thisCheckout, ['format']),
  texts: async () => (await import('./commands/development.ts')).textsCommand(thisCheckout),
  package: async () => (await import('./commands/development.ts')).scriptsCommand(thisCheckout, ['package']),
  'install-extension': async (env) =>
    (await import('./commands/development.ts')).installExtensionCommand(thisCheckout, env['CODE']),
  test: async (env) => (await import('./commands/test.ts')).testCommand(env),
  bench: async (env) => (await import('./commands/development.ts')).benchCommand(env),
};

/** Verbs whose answer for programs is a stream of lines; the last one says how it ended. */
const streams: ReadonlySet<Verb> = new Set(['logs', 'bootstrap', 'deploy', 'rollback', 'destroy', 'database']);

async function run(): Promise<number> {
  // Before anything can fail, so that the failure is said in JSON as well.
  if (process.argv.slice(3).some((each) => each === 'JSON=1' || (each === 'JSON' && process.env['JSON'] === '1'))) {
    beginJson();
  }
  const { verb, options } = readRequest(process.argv.slice(2), process.env);
  ignored = ignoredFromShell(process.env, options);
  keepFromShell(verb);
  if (ignored.length > 0 && (verb === 'dev' || verb === 'restart')) {
    console.log(`Ignored from your shell: ${ignored.join(', ')}. Settings of the stack are in .env.`);
  }
  const settled = await settleIdentity(thisCheckout);
  if (settled) console.error(settled);
  const outcome = await verbs[verb]({ ...process.env, ...options });
  const { code, report } = typeof outcome === 'number' ? { code: outcome, report: {} } : outcome;
  if (isJson() && !streams.has(verb)) printJson({ ok: code === 0, ...report });
  return code;
}

let ignored: readonly string[] = [];
// What reads may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});
process.chdir(thisCheckout.root);
try {
  process.exitCode = await run();
} catch (error) {
  printError(error);
  if (isJson()) {
    const { code = 'failed', fix = [] } = error instanceof StackError ? error : {};
    printJson({ ok: false, error: { code, message: messageOf(error), fix } });
  }
  process.exitCode = 1;
}
