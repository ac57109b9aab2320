import type { ServiceStatus } from '@zero-to-running/contract/health';
import type { Tone } from '../../ui/tone.ts';
import type { DisplayedOverall } from './displayed-health.ts';
import { currentLanguage, l10n } from '../../ui/l10n.ts';

const serviceWords: Record<ServiceStatus, () => string> = {
  healthy: () => l10n.t('Healthy'),
  unhealthy: () => l10n.t('Unhealthy'),
  unknown: () => l10n.t('Unknown'),
};

const overallWords: Record<DisplayedOverall, () => string> = {
  ok: () => l10n.t('All healthy'),
  degraded: () => l10n.t('Degraded'),
  error: () => l10n.t('Error'),
  unknown: () => l10n.t('Unknown'),
};

/** A service's state as a word that begins a sentence. */
export function serviceWord(status: ServiceStatus): string {
  return serviceWords[status]();
}

/** The same within a sentence. */
export function serviceWordWithin(status: ServiceStatus): string {
  return serviceWord(status).toLocaleLowerCase(currentLanguage());
}

/** The state of the whole as a word. */
export function overallWord(overall: DisplayedOverall): string {
  return overallWords[overall]();
}

/** An optional service that is away is a warning; one the application cannot work without is an error. */
export function serviceTone(status: ServiceStatus, critical: boolean): Tone {
  if (status === 'healthy') return 'ok';
  if (status === 'unknown') return 'unknown';
  return critical ? 'error' : 'degraded';
}
