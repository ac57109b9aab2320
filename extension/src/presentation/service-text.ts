import { explainServiceError } from '@zero-to-running/contract/service-error-wording';
import { l10n } from '../common/l10n.ts';
import { ago, latency } from './figures.ts';
import type { ServiceView } from './service-view.ts';
import { statusWord } from './words.ts';

/** What stands beside a service's name: its state as a word, and the figure that matters in that state. */
export function serviceDescription({ status, lastKnown, health, problem }: ServiceView): string {
  if (problem !== undefined) return `${statusWord(status)} · ${l10n.t('bad address')}`;
  if (status === 'unknown') {
    return lastKnown === 'unknown' ? statusWord('unknown') : l10n.t('unknown, was {0}', statusWord(lastKnown));
  }
  if (status === 'unhealthy') {
    return health?.error
      ? `${statusWord(status)} · ${l10n.t(explainServiceError(health.error).what)}`
      : statusWord(status);
  }
  return health && health.latencyMs !== null
    ? `${statusWord(status)} · ${latency(health.latencyMs)}`
    : statusWord(status);
}

/** One figure below a service. */
export interface Figure {
  /** Stable, so that the selection survives updates. */
  readonly id: 'latency' | 'since' | 'checked' | 'error' | 'remedy';
  readonly label: string;
  readonly value: string;
  /** A product icon. */
  readonly icon: string;
}

/**
 * The figures of a service, as of its last report.
 * @param here milliseconds since the epoch, by this machine's clock
 */
export function serviceFigures({ health, clockOffsetMs }: ServiceView, here: number): Figure[] {
  if (!health) return [];
  const now = here - clockOffsetMs;
  const { latencyMs, since, checkedAt, error } = health;
  const figures: Figure[] = [
    { id: 'latency', label: l10n.t('Latency'), value: latency(latencyMs), icon: 'dashboard' },
    { id: 'since', label: l10n.t('Since'), value: ago(since, now), icon: 'history' },
    {
      id: 'checked',
      label: l10n.t('Checked'),
      value: checkedAt === null ? l10n.t('never') : ago(checkedAt, now),
      icon: 'clock',
    },
  ];
  if (error) {
    const { what, remedy } = explainServiceError(error);
    figures.unshift(
      { id: 'error', label: l10n.t('Error'), value: l10n.t(what), icon: 'error' },
      { id: 'remedy', label: l10n.t('Remedy'), value: l10n.t(remedy), icon: 'lightbulb' },
    );
  }
  return figures;
}
