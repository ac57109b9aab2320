import { l10n } from '../common/l10n.ts';
import { nothingLeftOut } from '../connection/bounded-services.ts';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { ageText } from './environment-text.ts';
import { failing } from './service-view.ts';
import { serviceName } from './words.ts';

export interface Badge {
  readonly value: number;
  readonly tooltip: string;
}

interface Named {
  readonly name: string;
  readonly snapshot: EnvironmentSnapshot;
}

function lineOf({ name, snapshot }: Named, now: number): { count: number; line: string } {
  const { failing: more } = snapshot.answer ? snapshot.leftOut : nothingLeftOut;
  const names = [
    ...failing(snapshot).map(({ key }) => serviceName(key)),
    ...(more > 0 ? [l10n.t('{0} more', more)] : []),
  ];
  // Not knowing is one thing to look at, even if all was well.
  const isLost = snapshot.link !== 'paused' && snapshot.answer !== undefined && !snapshot.fresh;
  const what = names.length > 0 ? l10n.t('unhealthy: {0}', names.join(', ')) : l10n.t('no fresh report');
  const age = ageText(snapshot, now);
  const count = failing(snapshot).length + more;
  return { count: count || Number(isLost), line: `${name}: ${age ? `${what} (${age})` : what}` };
}

/** The number of unhealthy services of all environments; undefined where there is none. */
export function badgeOf(environments: readonly Named[], now: number): Badge | undefined {
  const lines = environments.map((each) => lineOf(each, now)).filter(({ count }) => count > 0);
  if (lines.length === 0) return undefined;
  return {
    value: lines.reduce((sum, { count }) => sum + count, 0),
    tooltip: lines.map(({ line }) => line).join('\n'),
  };
}
