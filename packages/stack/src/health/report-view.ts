import { type DisplayedHealth, displayHealth } from '@zero-to-running/health/client/displayed-health';
import type { HealthAnswer, ServiceAnswer, ServiceStatus, System } from '@zero-to-running/health/contract/report';
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

function serviceRow(name: string, status: ServiceStatus, health: Partial<ServiceAnswer>, now: number): Cell[] {
  const { latencyMs = null, checkedAt, since, error } = health;
  const checked = checkedAt === null ? 'never' : '–';
  return [
    name,
    statusCell(status),
    formatLatency(status === 'healthy' ? latencyMs : null),
    checkedAt ? formatAgo(now - Date.parse(checkedAt)) : checked,
    since === undefined ? '–' : formatAge(since, now),
    error ? { text: explainServiceError(error).what, format: 'red' } : '',
  ];
}

/** What the whole comes to, and what that means. */
function headline(report: HealthAnswer, displayed: DisplayedHealth, now: number): string[] {
  const { symbol, format } = overallLooks[displayed.overall];
  const updated = `updated ${formatAgo(now - Date.parse(report.timestamp))}`;
  const title = `${paint(format, `${symbol} ${overallTitle(displayed.overall)}`)}, ${updated}`;
  const isPlain = displayed.overall === 'ok' && displayed.services.length > 0;
  return isPlain ? [title] : [title, `  ${overallSentence(report, displayed)}`];
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

/** What the report says of the API's process. */
function factsOf({ phase, version, system }: HealthAnswer): string {
  const facts = [
    ...(phase ? [`phase ${phase}`] : []),
    ...(version === undefined ? [] : [`version ${version}`]),
    ...(system ? [`up ${formatDuration(system.uptime * 1_000)}`, memoryOf(system)] : []),
  ];
  return facts.join(', ');
}

const memoryOf = ({ memory: { used, total } }: System) => `${formatMemory(used)} of ${formatMemory(total)}`;

/** A health report as lines of text. */
export function reportLines(report: HealthAnswer, options: ReportViewOptions): string[] {
  const { now, width, trusted = true, probed, endpoints = [] } = options;
  const displayed = displayHealth(report, trusted, probed);
  const links =
    endpoints.length === 0
      ? []
      : ['', ...formatTable(endpoints.map(([name, target]): Cell[] => [{ text: name, format: 'dim' }, target]))];
  const hasDetails = displayed.services.some(({ details }) => details);
  const titles = hasDetails ? ['service', 'status', 'latency', 'checked', 'since', ''] : [];
  const head = titles.map((title): Cell => ({ text: title, format: 'dim' }));
  const rows = displayed.services.map(({ key, status, details }) =>
    hasDetails ? serviceRow(key, status, details ?? {}, now) : [key, statusCell(status)],
  );
  const facts = factsOf(report);
  const hint = 'Details need HEALTH_DETAIL_TOKEN, from .env or the environment.';
  const todo = remedies(displayed);
  return [
    ...headline(report, displayed, now),
    '',
    ...formatTable(hasDetails ? [head, ...rows] : rows, width),
    ...(facts === '' ? [] : ['', `  ${paint('dim', facts)}`]),
    ...(report.detail === 'public' ? ['', `  ${hint}`] : []),
    ...links,
    ...(todo.length > 0 ? ['', ...todo] : []),
  ];
}
