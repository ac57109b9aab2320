import type { ServiceStatus } from '@zero-to-running/contract/health';
import { l10n } from '../common/l10n.ts';
import type { Overall } from './service-view.ts';

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

/** State as a word, so that nothing depends on colour alone. */
export function statusWord(status: ServiceStatus): string {
  if (status === 'healthy') return l10n.t('healthy');
  return status === 'unhealthy' ? l10n.t('unhealthy') : l10n.t('unknown');
}

const overallWords: Readonly<Record<Overall, () => string>> = {
  ok: () => l10n.t('all healthy'),
  degraded: () => l10n.t('degraded'),
  error: () => l10n.t('not working'),
  stopped: () => l10n.t('not running'),
  starting: () => l10n.t('starting…'),
  connecting: () => l10n.t('connecting…'),
  unknown: () => l10n.t('unknown'),
};

export function overallWord(overall: Overall): string {
  return overallWords[overall]();
}
