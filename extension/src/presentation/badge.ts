import { l10n } from '../common/l10n.ts';
import { nothingLeftOut } from '../connection/bounded-services.ts';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
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

/** Without an age, which would stand still: the badge is not drawn again while nothing changes. */
function whatOf(names: readonly string[], fresh: boolean): string {
  if (names.length === 0) return l10n.t('no fresh report');
  const listed = names.join(', ');
  return fresh ? l10n.t('unhealthy: {0}', listed) : l10n.t('unhealthy by the last report, which is old: {0}', listed);
}

function lineOf({ name, snapshot }: Named): { count: number; line: string } {
  const { failing: more } = snapshot.answer ? snapshot.leftOut : nothingLeftOut;
  const names = [
    ...failing(snapshot).map(({ key }) => serviceName(key)),
    ...(more > 0 ? [l10n.t('{0} more', more)] : []),
  ];
  // Not knowing is one thing to look at, even if all was well.
  const isLost = snapshot.link !== 'paused' && snapshot.answer !== undefined && !snapshot.fresh;
  const count = failing(snapshot).length + more;
  return { count: count || Number(isLost), line: `${name}: ${whatOf(names, snapshot.fresh)}` };
}

/** The number of unhealthy services of all environments; undefined where there is none. */
export function badgeOf(environments: readonly Named[]): Badge | undefined {
  const lines = environments.map((each) => lineOf(each)).filter(({ count }) => count > 0);
  if (lines.length === 0) return undefined;
  return {
    value: lines.reduce((sum, { count }) => sum + count, 0),
    tooltip: lines.map(({ line }) => line).join('\n'),
  };
}
