import { l10n } from '../common/l10n.ts';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { duration } from './figures.ts';
import { failing, overallOf } from './service-view.ts';
import { overallWord, serviceName } from './words.ts';

/** How old what is shown is, where it is not fresh; undefined where it is, or where there is nothing. */
export function ageText({ fresh, receivedAt, answer }: EnvironmentSnapshot, now: number): string | undefined {
  if (fresh || receivedAt === undefined || !answer) return undefined;
  return l10n.t('last report {0} ago', duration(now - receivedAt));
}

/** Why there is no fresh report, as a sentence without its full stop; undefined where there is one. */
export function failureText({ failure }: EnvironmentSnapshot): string | undefined {
  if (!failure) return undefined;
  if (failure.kind === 'stopped') return l10n.t('The stack is not running');
  if (failure.kind === 'starting') return l10n.t('The stack is starting');
  if (failure.kind === 'foreign') return l10n.t('The stack of this folder is not running: {0}', failure.message);
  if (failure.kind === 'bad-address') return failure.message;
  return l10n.t('The API does not answer: {0}', failure.message);
}

/** That what is shown may be another folder's, as a sentence without its full stop; undefined where that is known. */
export function guessText({ guess }: EnvironmentSnapshot): string | undefined {
  return guess && l10n.t('Nothing says that what answers at {0} was started from this folder', guess);
}

/** What stands beside an environment's name. */
export function environmentDescription(snapshot: EnvironmentSnapshot, now: number): string {
  const what = stateDescription(snapshot, now);
  if (snapshot.failure?.kind === 'foreign') return `${what} · ${l10n.t('another folder’s stack answers')}`;
  // First, as a side bar has room for little.
  return snapshot.guess && snapshot.answer ? `${l10n.t('maybe another folder’s')} · ${what}` : what;
}

function stateDescription(snapshot: EnvironmentSnapshot, now: number): string {
  const overall = overallOf(snapshot);
  const names = failing(snapshot).map(({ key }) => serviceName(key));
  if (overall === 'degraded' || overall === 'error') {
    return names.length > 0 ? `${overallWord(overall)}: ${names.join(', ')}` : overallWord(overall);
  }
  if (overall !== 'unknown') return overallWord(overall);
  if (snapshot.failure?.kind === 'bad-address') return l10n.t('bad address');
  const why = snapshot.link === 'paused' ? l10n.t('paused') : l10n.t('no answer');
  return [why, ageText(snapshot, now)].filter(Boolean).join(' · ');
}
