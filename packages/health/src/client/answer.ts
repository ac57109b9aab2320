import { limits, readJson, type Source } from './request.ts';
import {
  type ServiceAnswer,
  type ServiceStatus,
  healthAnswerSchema,
  type HealthAnswer,
  healthPaths,
} from '../contract/report.ts';
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
  readonly critical?: boolean | undefined;
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

/** Whether an answer holds the details, or each service's status only, as the rest needs a token. */
export type DetailLevel = 'full' | 'redacted';

/** What an API sent, once it is understood. */
export interface ReadAnswer {
  readonly answer: HealthAnswer;
  readonly detail: DetailLevel;
  /** What of it was not understood and is left out, as a sentence without its full stop. */
  readonly misfit: string | undefined;
  readonly leftOut: LeftOut;
}

const shown = (text: string) => plainText(text, limits.textLength);

/** Instants are compared as text, for which all need one form. */
const inUtc = (instant: string) => new Date(instant).toISOString();

function atUtc<Entry extends { readonly at: string }>(entry: Entry): Entry {
  return { ...entry, at: inUtc(entry.at) };
}

function withUtc(service: ServiceAnswer): ServiceAnswer {
  const { checkedAt, since } = service;
  return { ...service, ...(checkedAt && { checkedAt: inUtc(checkedAt) }), ...(since && { since: inUtc(since) }) };
}

function bounded(read: HealthAnswer): { answer: HealthAnswer; leftOut: LeftOut } {
  const { services, leftOut } = boundedServices(read.services);
  const { version, stack, system } = read;
  const answer = {
    ...read,
    timestamp: inUtc(read.timestamp),
    ...(version !== undefined && { version: shown(version) }),
    ...(stack !== undefined && { stack: shown(stack) }),
    ...(system && { system: { ...system, platform: shown(system.platform) } }),
    services: Object.fromEntries(Object.entries(services).map(([name, service]) => [name, withUtc(service)])),
  };
  return { answer, leftOut };
}

type Path = readonly PropertyKey[];

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    raw,
  );
}

/** The same without what is at each of the paths. */
function without(raw: unknown, paths: readonly Path[]): unknown {
  if (!isRecord(raw)) return raw;
  const dropped = Map.groupBy(paths, ([key]) => key);
  const kept = Object.entries(raw).flatMap(([key, value]): [string, unknown][] => {
    const below = (dropped.get(key) ?? []).map(([, ...rest]) => rest);
    if (below.some(({ length }) => length === 0)) return [];
    return [[key, below.length === 0 ? value : without(value, below)]];
  });
  return Object.fromEntries(kept);
}

/** What may be left out where it does not fit: a part of a service, all of `system`, or any other field. */
function droppable([field, name, part]: Path): [Path] | undefined {
  if (field === undefined || field === 'status' || field === 'timestamp') return undefined;
  if (field !== 'services') return [[field]];
  return name === undefined || part === undefined ? undefined : [[field, name, part]];
}

const aTime = () => l10n.t('a time with its offset, such as {0}', '2026-11-23T12:00:00Z');

/** What fields have to be that APIs are known to have otherwise. */
const wantedAt: ReadonlyMap<PropertyKey | undefined, () => string> = new Map([
  ['status', () => l10n.t('ok, degraded or error')],
  ['timestamp', aTime],
  ['checkedAt', aTime],
  ['since', aTime],
  ['latencyMs', () => l10n.t('a number of milliseconds')],
]);

function describeMisfit(raw: unknown, path: Path): string {
  const field = plainText(path.map(String).join('.'), limits.textLength);
  if (field === '') return l10n.t('its answer is not a health report');
  const value = valueAt(raw, path);
  if (value === undefined) return l10n.t('its health report has no “{0}”', field);
  const found = plainText(JSON.stringify(value), limits.textLength);
  const wanted = wantedAt.get(path.at(-1));
  return wanted === undefined
    ? l10n.t('“{0}” of its health report is {1}', field, found)
    : l10n.t('“{0}” of its health report is {1} instead of {2}', field, found, wanted());
}

/**
 * Reads what an API sent, by the contract, within the limits of what can be shown. What may be missing is left out where it
 * does not fit.
 * @throws ConnectionFailure naming the field and its value, when it is no health report
 */
export function readAnswer(raw: unknown): ReadAnswer {
  let misfit: string | undefined;
  let rest = raw;
  for (;;) {
    const { data, error } = healthAnswerSchema.safeParse(rest);
    if (data) {
      const { answer, leftOut } = bounded(data);
      return { answer, detail: answer.detail === 'public' ? 'redacted' : 'full', misfit, leftOut };
    }
    const paths = error.issues.map(({ path }) => path);
    const found = describeMisfit(rest, paths[0] ?? []);
    misfit ??= found;
    const dropped = paths.flatMap((path) => droppable(path) ?? []);
    if (dropped.length < paths.length) throw new ConnectionFailure('not-understood', found);
    rest = without(rest, dropped);
  }
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
    {
      changes: changes.slice(-historyLimits.changes).map(atUtc),
      samples: samples.slice(-historyLimits.samples).map(atUtc),
    },
  ]);
  return { services: Object.fromEntries(kept) };
}
