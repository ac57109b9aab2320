import { formatElapsed } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import type { StackDriver, StopOptions } from '../driver.ts';
import { misspeltSettings } from '../environment/known-settings.ts';
import { readSettings } from '../environment/settings.ts';
import { ensureEnvFile } from '../environment/write-env.ts';
import { messageOf } from '../errors.ts';
import { untilStackIsHealthy, type StackHealth } from '../health/stack-health.ts';
import { httpAnswer } from '../probes/http.ts';
import { abortOnSignals, interrupted } from '../process/signals.ts';
import { serviceNames, type ServiceName } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';
import { printStartFailure } from '../terminal/failure.ts';
import { createProgress } from '../terminal/progress.ts';
import { paint, type Format, formatTable, terminalWidth } from '../terminal/format.ts';
import { addressToOpen, browserUrl, askStack, explainFault } from './stack-report.ts';

const nextCommands = [
  ['make health', 'the health report; WATCH=1 keeps it up to date'],
  ['make logs', 'follow the logs; SERVICE=api shows one'],
  ['make status', 'what is running, where and since when'],
];

/** What ends it again, where that can be done. */
const endingCommands = (isGuest: boolean) =>
  isGuest
    ? [['make restart', 'restart everything; SERVICE=api builds and starts one']]
    : [['make down', 'stop everything; the data stays']];

function printWhereAndNext(state: StackState, isGuest: boolean): void {
  const { urls } = state;
  const api = browserUrl(state, 'api', process.env);
  const where = [
    ['Application', addressToOpen(state, 'frontend', process.env)],
    ['API', addressToOpen(state, 'api', process.env)],
    ['Health', `${api}/health/all`],
    ['Database', `${urls.database} (password in .env)`],
    ['Cache', urls.cache],
  ];
  const width = terminalWidth();
  console.log(
    [
      '',
      ...formatTable(where, width),
      '',
      ...formatTable([...nextCommands, ...endingCommands(isGuest)], width),
      '',
    ].join('\n'),
  );
}

const looks: Readonly<Record<StackHealth['status'], readonly [Format, string]>> = {
  ok: ['bold', 'Everything is running and healthy'],
  degraded: ['yellow', 'Running in degraded mode'],
  error: ['red', 'Not working'],
};

/** Says how the stack is, with the reason and what to do for each service that does not work. */
async function printOutcome(driver: StackDriver, state: StackState, health: StackHealth, when: string): Promise<void> {
  const [format, words] = looks[health.status];
  const names = health.faults.map(({ service }) => `the ${service}`);
  const what = names.length === 0 ? '' : `: ${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} unavailable`;
  console.log(`\n${paint(format, words + what)}${when}.`);
  for (const fault of health.faults) printStartFailure(await explainFault(driver, state, fault));
  if (health.status !== 'error') printWhereAndNext(state, driver.isGuest);
}

/** What was started a moment ago may need another one; the API itself gives its database a minute. */
const healthWait = { deadlineMs: 20_000, graceMs: 3_000 };

/** Whether a start has found nothing to do. */
function isUnchanged(before: StackState | undefined, after: StackState): boolean {
  if (before?.phase !== 'up') return false;
  return serviceNames.every((name) => {
    const [one, other] = [before.services[name], after.services[name]];
    return one.phase === other.phase && one.container === other.container;
  });
}

/**
 * `make dev`: starts what does not run, and shows it.
 * @returns the process's exit code
 * @throws StackError
 */
export async function devCommand(checkout: Checkout, driver: StackDriver): Promise<number> {
  const written = await ensureEnvFile(checkout);
  if (written) console.log(written);
  readSettings(checkout, process.env);
  for (const { name, meant } of misspeltSettings(checkout)) {
    console.log(`${name} in .env is not a setting. Did you mean ${meant}?`);
  }
  const startMs = performance.now();
  const before = await driver.state();
  // What was started is stopped again; a second Ctrl-C leaves that to the supervisor.
  const { signal } = abortOnSignals();
  const progress = await createProgress();
  let state: StackState;
  try {
    state = await driver.start((each) => progress.show(each), signal);
  } catch (error) {
    progress.end();
    if (!signal.aborted) throw error;
    console.log('\nInterrupted: what was started is stopped again.');
    return interrupted;
  }
  if (state.failure) {
    progress.end();
    printStartFailure(state.failure);
    return 1;
  }
  let last = state;
  const ask = async () => {
    last = (await driver.state()) ?? last;
    return askStack(checkout, driver, last);
  };
  // That its processes run is no news of what they do: the contract is asked, and waited for.
  const health = await untilStackIsHealthy(ask, { ...healthWait, signal }).finally(() => progress.end());
  const when = isUnchanged(before, last) ? ', as before' : ` after ${formatElapsed(performance.now() - startMs)}`;
  await printOutcome(driver, last, health, when);
  return health.status === 'error' ? 1 : 0;
}

/**
 * `make down`: stops what belongs to this checkout's stack, an open dev container included.
 * @returns the process's exit code
 * @throws StackError
 */
export async function downCommand(driver: StackDriver, options: StopOptions = {}): Promise<number> {
  const progress = await createProgress();
  try {
    const { stopped, orphans } = await driver.stop((state) => progress.show(state), options);
    progress.end();
    if (orphans > 0) console.log(`Stopped ${orphans} orphaned processes from an earlier crash.`);
    if (stopped.length > 0) console.log(`Stopped ${stopped.join(', ')}. Data stays; make dev starts again.`);
    else if (orphans === 0) console.log('Nothing is running.');
    return 0;
  } catch (error) {
    progress.end();
    throw error;
  }
}

async function restartOne(driver: StackDriver, service: ServiceName): Promise<number> {
  const progress = await createProgress();
  const state = await driver.restart(service, (each) => progress.show(each)).finally(() => progress.end());
  const { phase, message = `The ${service} did not start` } = state.services[service];
  if (phase === 'up') {
    console.log(`Restarted the ${service}.`);
    return 0;
  }
  printStartFailure(await explainFault(driver, state, { service, message }));
  return 1;
}

/** First those that are used by others. */
async function restartEach(driver: StackDriver): Promise<number> {
  let failures = 0;
  for (const name of serviceNames) failures += await restartOne(driver, name);
  return failures === 0 ? 0 : 1;
}

/** Whether anything of the stack is there to be restarted. */
const isRunning = async (driver: StackDriver) => (await driver.state()) !== undefined;

/**
 * `make restart`: one service, or all of them with the settings of now.
 * @returns the process's exit code
 * @throws StackError
 */
export async function restartCommand(
  checkout: Checkout,
  driver: StackDriver,
  service: ServiceName | undefined,
): Promise<number> {
  if (service) return restartOne(driver, service);
  if (driver.isGuest) return (await isRunning(driver)) ? restartEach(driver) : devCommand(checkout, driver);
  await downCommand(driver, { keepWorkspace: true });
  return devCommand(checkout, driver);
}

const answerMs = 2_000;

/**
 * Restarts an API that does not answer, once its data was changed: where it had refused the migrations of the database, it
 * has ended and waits for a change of its source. One that answers is left alone.
 * @param report told what is done, and what went wrong; that the API does not start is no failure of the data's
 */
export async function reviveApi(driver: StackDriver, report: (message: string) => void): Promise<void> {
  const origin = await driver.apiOrigin();
  if (origin === undefined || (await httpAnswer(`${origin}/health`, answerMs))) return;
  report('restarting the API, which does not answer');
  try {
    const { services } = await driver.restart('api', () => undefined);
    const { phase, message } = services.api;
    if (phase === 'failed') report(`the API does not start: ${message ?? 'make logs SERVICE=api shows why'}`);
  } catch (error) {
    report(`the API could not be restarted (${messageOf(error)}): make restart SERVICE=api`);
  }
}
