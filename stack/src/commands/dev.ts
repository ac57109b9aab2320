import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { ensureEnvFile } from '../environment/env-file.ts';
import { readSettings } from '../environment/settings.ts';
import { serviceNames } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';
import { formatDuration } from '../terminal/duration.ts';
import { printStartFailure } from '../terminal/failure.ts';
import { createProgress } from '../terminal/progress.ts';
import { paint } from '../terminal/style.ts';
import { formatTable } from '../terminal/table.ts';
import { terminalWidth } from '../terminal/width.ts';

/** 128 + SIGINT, as shells count. */
const interrupted = 130;

const nextCommands = [
  ['make health', 'the health report; WATCH=1 keeps it up to date'],
  ['make logs', 'follow the logs; SERVICE=api shows one'],
  ['make status', 'what runs, where and since when'],
  ['make down', 'stop all of it; data stays'],
];

function printWhereAndNext({ urls }: StackState): void {
  const where = [
    ['Application', urls.frontend],
    ['API', `${urls.api}/docs`],
    ['Health', `${urls.api}/health/all`],
    ['Database', `${urls.database} (password in .env)`],
    ['Cache', urls.cache],
  ];
  const width = terminalWidth();
  console.log(['', ...formatTable(where, width), '', ...formatTable(nextCommands, width), ''].join('\n'));
}

/** What does not run although the stack does; all critical services do. */
function printMissing(state: StackState): void {
  for (const name of serviceNames) {
    const { phase, message, fix = [] } = state.services[name];
    if (phase !== 'failed') continue;
    console.log(`\n${paint('yellow', '!')} No ${name}: ${message}`);
    for (const line of fix) console.log(`  ${paint('cyan', '→')} ${line}`);
  }
}

function printUp(state: StackState, wasUp: boolean, tookMs: number): void {
  const failed = serviceNames.filter((name) => state.services[name].phase === 'failed');
  const all = failed.length === 0 ? 'All is up and healthy' : `Up, but degraded: without ${failed.join(', ')}`;
  const when = wasUp ? ', as before' : ` after ${formatDuration(tookMs)}`;
  console.log(`\n${paint('bold', all)}${when}.`);
  printMissing(state);
  printWhereAndNext(state);
}

/** Whether a start has found nothing to do. */
function isUnchanged(before: StackState | undefined, after: StackState): boolean {
  if (before?.phase !== 'up') return false;
  return serviceNames.every((name) => {
    const [one, other] = [before.services[name], after.services[name]];
    return one.phase === other.phase && one.container === other.container;
  });
}

/** A first Ctrl-C stops what was started; a second one leaves that to the supervisor. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(interrupted);
      controller.abort(new Error('interrupted'));
    });
  }
  return controller.signal;
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
  const startMs = performance.now();
  const before = await driver.state();
  const signal = abortOnSignal();
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
  progress.end();
  if (state.failure) {
    printStartFailure(state.failure);
    return 1;
  }
  printUp(state, isUnchanged(before, state), performance.now() - startMs);
  return 0;
}
