import type { ServiceStatus } from '@zero-to-running/contract/health';
import type { Tone } from '../../ui/tone.ts';
import type { DisplayedOverall } from './displayed-health.ts';

export const serviceWords: Record<ServiceStatus, string> = {
  healthy: 'Healthy',
  unhealthy: 'Unhealthy',
  unknown: 'Unknown',
};

export const overallWords: Record<DisplayedOverall, string> = {
  ok: 'All healthy',
  degraded: 'Degraded',
  error: 'Error',
  unknown: 'Unknown',
};

/** An optional service that is away is a warning; one the application cannot work without is an error. */
export function serviceTone(status: ServiceStatus, critical: boolean): Tone {
  if (status === 'healthy') return 'ok';
  if (status === 'unknown') return 'unknown';
  return critical ? 'error' : 'degraded';
}
