import { type DisplayedHealth, displayHealth, isHealthReport } from '@zero-to-running/health/client/displayed-health';
import type { HealthAnswer, ServiceHealth, ServiceStatus } from '@zero-to-running/health/contract/report';
import {
  formatAge,
  formatAgo,
  formatDuration,
  formatLatency,
  formatMemory,
} from '@zero-to-running/health/words/figures';
import { overallSentence } from '@zero-to-running/health/words/overall-sentence';
import { explainServiceError } from '@zero-to-running/health/words/service-errors';
import { overallTitle, statusWord } from '@zero-to-running/health/words/states';
import { paint, type Format, formatTable, type Cell } from '../terminal/format.ts';

interface Look {
  readonly symbol: string;
  readonly format: Format;
}

const overallLooks: Readonly<Record<DisplayedHealth['overall'], Look>> = {
  ok: { symbol: '✔', format: 'green' },
  degraded: { symbol: '!', format: 'yellow' },
  error: { symbol: '✖', format: 'red' },
  unknown: { symbol: '?', format: 'red' },
};

const serviceLooks: Readonly<Record<ServiceStatus, Look>> = {
  healthy: { symbol: '✔', format: 'green' },
  unhealthy: { symbol: '✖', format: 'red' },
  unknown: { symbol: '?', format: 'red' },
};

function statusCell(status: ServiceStatus): Cell {
  const { symbol, format } = serviceLooks[status];
  return { text: `${symbol} ${statusWord(status)}`, format };
}

function serviceRow(name: string, status: ServiceStatus, health: ServiceHealth, now: number): Cell[] {
  const { latencyMs, checkedAt, since, error } = health;
  return [
    name,
    statusCell(status),
    formatLatency(status === 'healthy' ? latencyMs : null),
    checkedAt === null ? 'never' : formatAgo(now - Date.parse(checkedAt)),
    formatAge(since, now),
    error ? { text: explainServiceError(error).what, format: 'red' } : '',
  ];
}

/** What the whole comes to, and what that means. */
function headline(report: HealthAnswer, displayed: DisplayedHealth, now: number): string[] {
  const { symbol, format } = overallLooks[displayed.overall];
  const updated = `updated ${formatAgo(now - Date.parse(report.timestamp))}`;
  const title = `${paint(format, `${symbol} ${overallTitle(displayed.overall)}`)}, ${updated}`;
  return displayed.overall === 'ok' ? [title] : [title, `  ${overallSentence(report, displayed)}`];
}

function remedies({ services }: DisplayedHealth): string[] {
  return services.flatMap(({ key, details }) =>
    details?.error ? [`  ${paint('cyan', '→')} ${key}: ${explainServiceError(details.error).remedy}`] : [],
  );
}

/** Where a person goes from here: a name, and an address or a command. */
export type Endpoint = readonly [name: string, target: string];

export interface ReportViewOptions {
  /** Milliseconds since the epoch, by which ages are counted. */
  readonly now: number;
  /** Of the terminal, in characters. */
  readonly width: number;
  /** Whether the report is fresh; what an old one says is unknown by now. */
  readonly trusted?: boolean;
  /** Services that are known even then. */
  readonly probed?: ReadonlySet<string>;
  readonly endpoints?: readonly Endpoint[];
}

/** A health report as lines of text. */
export function reportLines(report: HealthAnswer, options: ReportViewOptions): string[] {
  const { now, width, trusted = true, probed, endpoints = [] } = options;
  const displayed = displayHealth(report, trusted, probed);
  const links =
    endpoints.length === 0
      ? []
      : ['', ...formatTable(endpoints.map(([name, target]): Cell[] => [{ text: name, format: 'dim' }, target]))];
  if (!isHealthReport(report)) {
    const rows = displayed.services.map(({ key, status }) => [key, statusCell(status)]);
    const hint = '  Details need HEALTH_DETAIL_TOKEN, from .env or the environment.';
    return [...headline(report, displayed, now), '', ...formatTable(rows, width), '', hint, ...links];
  }
  const { system, phase, version } = report;
  const head: Cell[] = ['service', 'status', 'latency', 'checked', 'since', ''].map((title) => ({
    text: title,
    format: 'dim',
  }));
  const rows = displayed.services.flatMap(({ key, status, details }) =>
    details ? [serviceRow(key, status, details, now)] : [],
  );
  const { used, total } = system.memory;
  const facts = `phase ${phase}, version ${version}, up ${formatDuration(system.uptime * 1_000)}, ${formatMemory(used)} of ${formatMemory(total)}`;
  const todo = remedies(displayed);
  return [
    ...headline(report, displayed, now),
    '',
    ...formatTable([head, ...rows], width),
    '',
    `  ${paint('dim', facts)}`,
    ...links,
    ...(todo.length > 0 ? ['', ...todo] : []),
  ];
}
