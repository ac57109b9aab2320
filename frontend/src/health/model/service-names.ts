import { l10n } from '../../ui/l10n.ts';

const names: Readonly<Record<string, () => string>> = {
  frontend: () => l10n.t('Frontend'),
  api: () => l10n.t('API'),
  database: () => l10n.t('Database'),
  cache: () => l10n.t('Cache'),
};

/** A service's name for people; one that is not known yet is shown as it is called. */
export function serviceName(key: string): string {
  if (Object.hasOwn(names, key)) return names[key]?.() ?? key;
  return key === '' ? l10n.t('(unnamed)') : key;
}
