import { thisCheckout } from './checkout.ts';
import { chooseDriver } from './choose-driver.ts';
import { flagOption, serviceOption } from './options.ts';
import { StackError } from './stack-error.ts';
import { printError } from './terminal/failure.ts';

type Run = () => number | Promise<number>;

const { env, argv } = process;
const driver = () => chooseDriver(thisCheckout, env);

/** What each verb does; its code is loaded when it is asked for. */
const verbs: Readonly<Record<string, Run>> = {
  dev: async () => (await import('./commands/dev.ts')).devCommand(thisCheckout, driver()),
  down: async () => (await import('./commands/down.ts')).downCommand(driver()),
  restart: async () =>
    (await import('./commands/restart.ts')).restartCommand(thisCheckout, driver(), serviceOption(env)),
  logs: async () =>
    (await import('./commands/logs.ts')).logsCommand(driver(), serviceOption(env), flagOption(env, 'FOLLOW', true)),
  health: async () =>
    (await import('./commands/health.ts')).healthCommand(thisCheckout, driver(), flagOption(env, 'WATCH', false)),
  status: async () => (await import('./commands/status.ts')).statusCommand(driver()),
  doctor: async () =>
    (await import('./commands/doctor.ts')).doctorCommand(
      thisCheckout,
      driver(),
      argv.includes('--json') || flagOption(env, 'JSON', false),
    ),
  clean: async () =>
    (await import('./commands/clean.ts')).cleanCommand(thisCheckout, driver(), flagOption(env, 'YES', false)),
  // What there is to do for it, `stack/run` has done by now.
  install: () => 0,
  check: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['types', 'lint']),
  types: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['types']),
  lint: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['lint']),
  format: async () => (await import('./commands/scripts.ts')).scriptsCommand(thisCheckout, ['format']),
  test: async () => (await import('./commands/test.ts')).testCommand(env),
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
