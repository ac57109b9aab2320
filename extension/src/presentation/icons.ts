import type { Overall } from '@zero-to-running/health/words/states';
import type { ServiceView } from './service-view.ts';

/** A product icon and the theme colour it has. */
export interface Icon {
  readonly id: string;
  /** Id of a theme's colour; undefined for that of the text. */
  readonly color: string | undefined;
}

const healthy = { id: 'pass', color: 'testing.iconPassed' };
const warning = { id: 'warning', color: 'problemsWarningIcon.foreground' };
const error = { id: 'error', color: 'problemsErrorIcon.foreground' };
const unknown = { id: 'question', color: 'disabledForeground' };

/** An optional service that is away is a warning; one the application cannot work without is an error. */
export function serviceIcon({ status, health }: Pick<ServiceView, 'status' | 'health'>): Icon {
  if (status === 'healthy') return healthy;
  if (status === 'unknown') return unknown;
  return health && !health.critical ? warning : error;
}

const overallIcons: Readonly<Record<Overall, Icon>> = {
  ok: healthy,
  degraded: warning,
  error,
  unknown,
  stopped: { id: 'circle-slash', color: 'disabledForeground' },
  starting: { id: 'sync~spin', color: undefined },
  connecting: { id: 'sync~spin', color: undefined },
};

export function overallIcon(overall: Overall): Icon {
  return overallIcons[overall];
}
