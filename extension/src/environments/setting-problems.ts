import { l10n } from '../common/l10n.ts';
import { describedValue, shownAddress } from './described-value.ts';
import { judgeRemoteSettings } from './read-remote-settings.ts';

/** Reads a setting of the extension; `folder` is a URI as text. */
export type ReadSetting = (name: string, folder?: string) => unknown;

/** That an address has a path, which nothing of an API's is below; undefined where it has none. */
function pathProblem(what: string, address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || url.origin === 'null' || url.pathname === '/') return undefined;
  return l10n.t(
    '{0} is “{1}”, of which the path is not used: the API is asked at {2}',
    what,
    shownAddress(address),
    url.origin,
  );
}

function addressProblem(key: 'apiUrl' | 'frontendUrl', value: unknown): string | undefined {
  const what = l10n.t('The setting {0}', `zeroToRunning.${key}`);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return key === 'apiUrl' ? pathProblem(what, value.trim()) : undefined;
  return l10n.t(
    '{0} is {1}, and is not used: it has to be a text such as http://localhost:4000',
    what,
    describedValue(value),
  );
}

/**
 * What of the settings is not used, and why: each with the setting, its value, and what is allowed. What is no address is
 * not among it, as that shows where the environment does.
 * @param folders their URIs
 */
export function settingProblems(read: ReadSetting, folders: readonly string[]): string[] {
  const { environments, problems } = judgeRemoteSettings(read('environments'));
  const paths = environments.map(({ name, apiUrl }) => {
    return pathProblem(l10n.t('{0} of “{1}” in the setting zeroToRunning.environments', 'apiUrl', name), apiUrl);
  });
  const ofFolders = folders.flatMap((folder) =>
    (['apiUrl', 'frontendUrl'] as const).map((key) => addressProblem(key, read(key, folder))),
  );
  return [...new Set([...problems, ...paths, ...ofFolders])].filter((problem) => problem !== undefined);
}
