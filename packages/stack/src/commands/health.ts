import { type HealthState, nothingKnown, shownHealth } from '@zero-to-running/health/client/feed';
import { reportAge } from '@zero-to-running/health/client/freshness';
import { askFrontend, withFrontend } from '@zero-to-running/health/client/frontend';
import type { HealthAnswer } from '@zero-to-running/health/contract/report';
import { formatDuration } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { type HealthSource, localSource, readReport, watchReports } from '../health/reports.ts';
import { type Endpoint, reportLines } from '../health/report-view.ts';
import { abortOnSignals } from '../process/signals.ts';
import { StackError } from '../stack-error.ts';
import type { StackState } from '../state/stack-state.ts';
import { printStartFailure } from '../terminal/failure.ts';
import { createScreen } from '../terminal/screen.ts';
import { paint, terminalWidth } from '../terminal/format.ts';
import { addressToOpen, askStack, explainFault, notRunning } from './stack-report.ts';
import type { Outcome } from '../verbs.ts';

/** Where a person goes from the report. */
function endpointsOf(state: StackState | undefined): Endpoint[] {
  if (!state) return [];
  return [
    ['Application', addressToOpen(state, 'frontend', process.env)],
    ['API docs', addressToOpen(state, 'api', process.env)],
    ['Logs', 'make logs SERVICE=api'],
  ];
}

/** A degraded system works. */
const exitCode = (report: HealthAnswer | undefined) => (report && report.status !== 'error' ? 0 : 1);

/** What a watcher shows: the last report, and whether it can still be trusted. */
export function watchLines(
  state: HealthState,
  machineNow: number,
  { width, endpoints }: { readonly width: number; readonly endpoints: readonly Endpoint[] },
): string[] {
  const { now, freshness, answer, probed } = shownHealth(state, machineNow);
  const lines = answer
    ? reportLines(answer, { now, width, trusted: freshness === 'fresh', probed, endpoints })
    : ['Waiting for the first report.'];
  if (freshness === 'fresh' || freshness === 'waiting') return lines;
  const age = answer ? ` The last report is ${formatDuration(reportAge(answer, now))} old.` : '';
  const warning =
    freshness === 'lost' ? `Connection to the API lost. ${state.failure}.${age} Trying again.` : `Stale report.${age}`;
  return [paint('yellow', `! ${warning}`), ...lines];
}

function statuses(state: HealthState): string {
  const { answer } = shownHealth(state, Date.now());
  const services = Object.entries(answer?.services ?? {}).map(([name, { status }]) => `${name}=${status}`);
  return [answer?.status, ...services, state.link === 'lost'].join(' ');
}

async function watch(source: HealthSource, endpoints: readonly Endpoint[]): Promise<number> {
  const { signal } = abortOnSignals();
  const screen = await createScreen();
  let last = nothingKnown;
  let before = '';
  const onState = (state: HealthState) => {
    last = state;
    const now = statuses(state);
    screen.show(() => watchLines(last, Date.now(), { width: terminalWidth(), endpoints }), now !== before);
    before = now;
  };
  await watchReports(source, onState, signal);
  screen.end();
  return last.link === 'lost' ? 1 : exitCode(last.answer ?? undefined);
}

/** Why no report comes: what is known of the API that should give it, with the words that every verb has for it. */
async function explainSilence(checkout: Checkout, driver: StackDriver, error: unknown): Promise<number> {
  const state = await driver.state().catch(() => undefined);
  const { faults } = state ? await askStack(checkout, driver, state) : { faults: [] };
  const fault = faults.find(({ service }) => service === 'api');
  if (!state || !fault) throw error;
  printStartFailure(await explainFault(driver, state, fault));
  return 1;
}

/**
 * `make health`: the API's health report, once or as it changes.
 * @returns the process's exit code: 1 when the system does not work, or nothing answers; for programs `{ report, frontend }`,
 *   of which the frontend is missing where it cannot be asked from here
 * @throws StackError
 */
export async function healthCommand(checkout: Checkout, driver: StackDriver, follow: boolean): Promise<Outcome> {
  const url = await driver.apiOrigin();
  if (!url) {
    const { message, fix } = await notRunning(driver);
    throw new StackError(message, { code: 'stack-not-running', fix: [fix] });
  }
  const state = await driver.state().catch(() => undefined);
  // Inside of the dev container, the address of the frontend is that of another machine.
  const frontend = driver.isGuest ? undefined : state?.urls.frontend;
  const source = { ...localSource(checkout, url, state?.stack), frontend };
  const endpoints = endpointsOf(state);
  if (follow) return watch(source, endpoints);
  try {
    const [report, page] = await Promise.all([readReport(source), frontend && askFrontend(frontend)]);
    const since = state?.services.frontend.since;
    const whole = page ? withFrontend(report, { ...page, ...(since && { since }) }) : report;
    console.log(reportLines(whole, { now: Date.now(), width: terminalWidth(), endpoints }).join('\n'));
    return { code: exitCode(report), report: { report, frontend: page } };
  } catch (error) {
    return explainSilence(checkout, driver, error);
  }
}
