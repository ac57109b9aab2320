import { serviceName } from '@zero-to-running/health/words/states';
import { l10n } from '@zero-to-running/health/words/l10n';
import { nothingLeftOut } from '@zero-to-running/health/client/answer';
import type { EnvironmentSnapshot } from '../store/environment-store.ts';
import { failing, overallOf } from './service-view.ts';
import { inMessage } from '../common/user-facing-error.ts';
import { environmentDescription } from './environment-text.ts';
import { overallIcon } from './icons.ts';

interface Badge {
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

interface StatusBarText {
  /** With product icons. */
  readonly text: string;
  readonly label: string;
  /** Id of a theme's colour; undefined for the usual one. */
  readonly background: 'statusBarItem.warningBackground' | 'statusBarItem.errorBackground' | undefined;
}

const maxLength = 60;

/**
 * The item of the status bar: the aggregate of the selected environment.
 * @param environment `isOneOfSeveral`: whether there are other folders that it could be
 */
export function statusBarText(
  environment: { readonly name: string; readonly kind: 'local' | 'remote'; readonly isOneOfSeveral: boolean },
  snapshot: EnvironmentSnapshot,
  now: number,
): StatusBarText {
  const { name, kind, isOneOfSeveral } = environment;
  const overall = overallOf(snapshot);
  const description = environmentDescription(snapshot, now);
  const title = kind === 'local' && !isOneOfSeveral ? l10n.t('Stack') : name;
  const shown = description.length > maxLength ? `${description.slice(0, maxLength - 1)}…` : description;
  const backgrounds = {
    error: 'statusBarItem.errorBackground',
    degraded: 'statusBarItem.warningBackground',
  } as const;
  return {
    text: `$(${overallIcon(overall).id}) ${inMessage(`${title}: ${shown}`)}`,
    label: `Zero to Running, ${name}: ${description}`,
    background: overall === 'error' || overall === 'degraded' ? backgrounds[overall] : undefined,
  };
}
