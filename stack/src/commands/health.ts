import type { HealthAnswer } from '@zero-to-running/contract/health';
import { healthStaleAfterMs } from '@zero-to-running/contract/health-stream';
import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { readReport, type HealthSource } from '../health/read-report.ts';
import { reportLines } from '../health/report-view.ts';
import { watchReports } from '../health/watch-reports.ts';
import { StackError } from '../stack-error.ts';
import { formatAge } from '../terminal/duration.ts';
import { createScreen } from '../terminal/screen.ts';
import { paint } from '../terminal/style.ts';
import { terminalWidth } from '../terminal/width.ts';

async function findSource(checkout: Checkout, driver: StackDriver): Promise<HealthSource> {
  const url = await driver.apiOrigin();
  if (!url) throw new StackError('The stack is not running', { fix: ['Start it: make dev'] });
  const token = process.env.HEALTH_DETAIL_TOKEN || readEnvFile(checkout).HEALTH_DETAIL_TOKEN;
  return { url, token };
}

/** A degraded system works. */
const exitCode = (report: HealthAnswer | undefined) => (report && report.status !== 'error' ? 0 : 1);

/** What a watcher shows: the last report, and whether it can be trusted still. */
function watchLines(report: HealthAnswer | undefined, lost: string | undefined): string[] {
  const now = Date.now();
  const isStale = report && now - Date.parse(report.timestamp) > healthStaleAfterMs;
  const warning = lost
    ? `Connection lost (${lost}); trying again.`
    : isStale && `Stale: nothing new for ${formatAge(report.timestamp, now)}.`;
  const lines = report ? reportLines(report, now, terminalWidth()) : ['Waiting for the first report.'];
  return warning ? [paint('yellow', `! ${warning}`), ...lines] : lines;
}

function statuses(report: HealthAnswer | undefined, lost: string | undefined): string {
  const services = Object.entries(report?.services ?? {}).map(([name, { status }]) => `${name}=${status}`);
  return [report?.status, ...services, lost !== undefined].join(' ');
}

async function watch(source: HealthSource): Promise<number> {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  const screen = await createScreen();
  let report: HealthAnswer | undefined;
  let lost: string | undefined;
  let before = '';
  for await (const news of watchReports(source, controller.signal)) {
    if ('report' in news) report = news.report;
    lost = 'lost' in news ? news.lost : undefined;
    const now = statuses(report, lost);
    screen.show(() => watchLines(report, lost), now !== before);
    before = now;
  }
  screen.end();
  return lost ? 1 : exitCode(report);
}

/**
 * `make health`: the API's health report, once or as it changes.
 * @returns the process's exit code: 1 when the system does not work, or nothing answers
 * @throws StackError
 */
export async function healthCommand(checkout: Checkout, driver: StackDriver, follow: boolean): Promise<number> {
  const source = await findSource(checkout, driver);
  if (follow) return watch(source);
  const report = await readReport(source);
  console.log(reportLines(report, Date.now(), terminalWidth()).join('\n'));
  return exitCode(report);
}
