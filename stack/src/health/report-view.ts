import type { HealthAnswer, OverallStatus, ServiceHealth } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import { explainServiceError } from '@zero-to-running/contract/service-error-wording';
import { formatAge, formatDuration } from '../terminal/duration.ts';
import { paint, type Format } from '../terminal/style.ts';
import { formatTable, type Cell } from '../terminal/table.ts';

const overall: Readonly<Record<OverallStatus, { readonly text: string; readonly format: Format }>> = {
  ok: { text: '✔ All is healthy', format: 'green' },
  degraded: { text: '! Degraded: it works without what is unhealthy', format: 'yellow' },
  error: { text: '✖ Not working', format: 'red' },
};

function statusCell(status: ServiceHealth['status']): Cell {
  if (status === 'healthy') return { text: '✔ healthy', format: 'green' };
  return { text: status === 'unhealthy' ? '✖ unhealthy' : '? unknown', format: 'red' };
}

function serviceRow(name: string, health: ServiceHealth, now: number): Cell[] {
  const { status, latencyMs, checkedAt, since, error } = health;
  return [
    name,
    statusCell(status),
    latencyMs === null ? '-' : `${latencyMs.toFixed(1)} ms`,
    checkedAt === null ? 'never' : `${formatAge(checkedAt, now)} ago`,
    formatAge(since, now),
    error ? { text: explainServiceError(error).what, format: 'red' } : '',
  ];
}

function remedies(services: Readonly<Record<string, ServiceHealth>>): string[] {
  return Object.entries(services).flatMap(([name, { error }]) =>
    error ? [`  ${paint('cyan', '→')} ${name}: ${explainServiceError(error).remedy}`] : [],
  );
}

/**
 * A health report as lines of text.
 * @param now milliseconds since the epoch, by which ages are counted
 */
export function reportLines(report: HealthAnswer, now: number, width: number): string[] {
  const { text, format } = overall[report.status];
  const age = `as of ${formatAge(report.timestamp, now)} ago`;
  if (!isHealthReport(report)) {
    const rows = Object.entries(report.services).map(([name, { status }]) => [name, statusCell(status)]);
    const hint = '  Details need HEALTH_DETAIL_TOKEN, from .env or the environment.';
    return [`${paint(format, text)}, ${age}`, '', ...formatTable(rows, width), '', hint];
  }
  const { services, system, phase, version } = report;
  const head: Cell[] = ['service', 'status', 'latency', 'checked', 'since', ''].map((title) => ({
    text: title,
    format: 'dim',
  }));
  const rows = Object.entries(services).map(([name, health]) => serviceRow(name, health, now));
  const { used, total } = system.memory;
  const facts = `phase ${phase}, version ${version}, up ${formatDuration(system.uptime * 1_000)}, ${used} of ${total} MB`;
  const todo = remedies(services);
  return [
    `${paint(format, text)}, ${age}`,
    '',
    ...formatTable([head, ...rows], width),
    '',
    `  ${paint('dim', facts)}`,
    ...(todo.length > 0 ? ['', ...todo] : []),
  ];
}
