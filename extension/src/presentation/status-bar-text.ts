import { inMessage } from '../common/in-message.ts';
import { l10n } from '../common/l10n.ts';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { environmentDescription } from './environment-text.ts';
import { overallIcon } from './icons.ts';
import { overallOf } from './service-view.ts';

export interface StatusBarText {
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
