import type { OverallStatus, ServiceStatus } from '../contract/report.ts';
import { capitalize, currentLanguage, l10n } from './l10n.ts';

const names: Readonly<Record<string, () => string>> = {
  frontend: () => l10n.t('Frontend'),
  api: () => l10n.t('API'),
  database: () => l10n.t('Database'),
  cache: () => l10n.t('Cache'),
};

/** A service's name for people; one that is not known here is shown as it is called. */
export function serviceName(key: string): string {
  if (Object.hasOwn(names, key)) return names[key]?.() ?? key;
  return key === '' ? l10n.t('(unnamed)') : key;
}

/** In the order in which a request passes through them. */
const order = Object.keys(names);

function rank(key: string): number {
  const index = order.indexOf(key);
  return index === -1 ? order.length : index;
}

/** Compares services by key: as a request passes through them, and the others after those, by name. */
export function compareServices(a: string, b: string): number {
  return rank(a) - rank(b) || a.localeCompare(b);
}

const statusWords: Readonly<Record<ServiceStatus, () => string>> = {
  healthy: () => l10n.t('healthy'),
  unhealthy: () => l10n.t('unhealthy'),
  unknown: () => l10n.t('unknown'),
};

/** A service's state as a word within a sentence. */
export function statusWord(status: ServiceStatus): string {
  return statusWords[status]();
}

/** A service's state as the beginning of a sentence. */
export function statusTitle(status: ServiceStatus): string {
  return capitalize(statusWord(status));
}

/**
 * What the whole comes to. `stopped`: there is nothing to know, as it does not run; `connecting`: nothing is known yet.
 */
export type Overall = OverallStatus | 'unknown' | 'stopped' | 'starting' | 'connecting';

const overallWords: Readonly<Record<Overall, () => string>> = {
  ok: () => l10n.t('all healthy'),
  degraded: () => l10n.t('degraded'),
  error: () => l10n.t('not working'),
  stopped: () => l10n.t('not running'),
  starting: () => l10n.t('starting…'),
  connecting: () => l10n.t('connecting…'),
  unknown: () => l10n.t('unknown'),
};

/** The state of the whole as words within a sentence. */
export function overallWord(overall: Overall): string {
  return overallWords[overall]();
}

/** The state of the whole as a title. */
export function overallTitle(overall: Overall): string {
  return capitalize(overallWord(overall));
}

/** Services as they are listed in a sentence: `Database and Cache`. */
export function listServices(keys: readonly string[]): string {
  return new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(keys.map(serviceName));
}
