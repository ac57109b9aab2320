import { limits, readJson, type Source } from './request.ts';
import {
  type ServiceStatus,
  healthAnswerSchema,
  type HealthAnswer,
  type HealthReport,
  healthPaths,
} from '../contract/report.ts';
import { isHealthReport } from '../client/displayed-health.ts';
import { ConnectionFailure } from './failure.ts';
import { l10n } from '../words/l10n.ts';
import { plainText } from '../words/plain-text.ts';
import { healthHistorySchema, type HealthHistory } from '../contract/history.ts';
import { historyLimits } from '../contract/protocol.ts';

/** Names as they can be shown, of which those that would look the same are numbered, so that none hides another. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return names.map((name) => {
    const short = plainText(name, limits.textLength);
    let shown = short;
    while (taken.has(shown)) {
      const count = (counts.get(short) ?? 1) + 1;
      counts.set(short, count);
      const suffix = ` (${count})`;
      shown = plainText(name, limits.textLength - suffix.length) + suffix;
    }
    taken.add(shown);
    return shown;
  });
}

/** How many services of a report there is no room for. */
export interface LeftOut {
  readonly services: number;
  /** Those of them that are not healthy. */
  readonly failing: number;
}

export const nothingLeftOut: LeftOut = { services: 0, failing: 0 };

interface Judged {
  readonly status: ServiceStatus;
  readonly critical?: boolean;
}

/** What is to be seen first has the lowest. */
function rank({ status, critical }: Judged): number {
  if (status === 'healthy') return 2;
  return critical === false ? 1 : 0;
}

/** The services that can be shown, in their order: what fails goes before what does not, and of that what is critical. */
function boundedServices<Service extends Judged>(
  services: Readonly<Record<string, Service>>,
): { services: Record<string, Service>; leftOut: LeftOut } {
  const names = distinctNames(Object.keys(services));
  const all = Object.values(services).map((service, index) => ({ name: names[index] ?? '', index, service }));
  const byUrgency = all.toSorted((a, b) => rank(a.service) - rank(b.service));
  const left = byUrgency.slice(limits.services);
  const shown = byUrgency.slice(0, limits.services).toSorted((a, b) => a.index - b.index);
  return {
    services: Object.fromEntries(shown.map(({ name, service }) => [name, service])),
    leftOut: { services: left.length, failing: left.filter(({ service }) => service.status !== 'healthy').length },
  };
}

/** Why an answer holds each service's status only: a token is needed, or its details are not understood. */
export type DetailLevel = 'full' | 'redacted' | 'unreadable';

/** What an API sent, once it is understood. */
export interface ReadAnswer {
  readonly answer: HealthAnswer;
  /** The answer again where it holds the details of each service. */
  readonly report: HealthReport | undefined;
  readonly detail: DetailLevel;
  readonly leftOut: LeftOut;
}

const shown = (text: string) => plainText(text, limits.textLength);

function bounded(report: HealthReport): { report: HealthReport; leftOut: LeftOut } {
  const { services, leftOut } = boundedServices(report.services);
  const read = {
    ...report,
    version: shown(report.version),
    ...(report.stack === undefined ? {} : { stack: shown(report.stack) }),
    system: { ...report.system, platform: shown(report.system.platform) },
    services,
  };
  return { report: read, leftOut };
}

/**
 * Reads what an API sent, by the contract, within the limits of what can be shown.
 * @throws ConnectionFailure when it is neither a report nor a summary of one
 */
export function readAnswer(raw: unknown): ReadAnswer {
  const read = healthAnswerSchema.safeParse(raw);
  if (!read.success) throw new ConnectionFailure('not-understood', l10n.t('its answer is not a health report'));
  if (isHealthReport(read.data)) {
    const { report, leftOut } = bounded(read.data);
    return { answer: report, report, detail: 'full', leftOut };
  }
  const hasDetails = typeof raw === 'object' && raw !== null && 'system' in raw;
  const { services, leftOut } = boundedServices(read.data.services);
  const answer = { ...read.data, services };
  return { answer, report: undefined, detail: hasDetails ? 'unreadable' : 'redacted', leftOut };
}

/**
 * What the API remembers of its services, within the contract's bounds even where an API does not keep to them.
 * @throws ConnectionFailure, or what fetch throws
 */
export async function readHistory(source: Source, signal: AbortSignal): Promise<HealthHistory> {
  const read = healthHistorySchema.safeParse(await readJson(source, healthPaths.history, signal));
  if (!read.success) throw new ConnectionFailure('not-understood', l10n.t('its answer is not a history'));
  const names = distinctNames(Object.keys(read.data.services));
  const services = Object.values(read.data.services).slice(0, limits.services);
  const kept = services.map(({ changes, samples }, index): [string, HealthHistory['services'][string]] => [
    names[index] ?? '',
    { changes: changes.slice(-historyLimits.changes), samples: samples.slice(-historyLimits.samples) },
  ]);
  return { services: Object.fromEntries(kept) };
}
