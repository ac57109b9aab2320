import { l10n } from '@zero-to-running/health/words/l10n';
import { plainText } from '@zero-to-running/health/words/plain-text';
import { ConnectionFailure } from '@zero-to-running/health/client/failure';
import type { Addresses } from './environment.ts';

const maxLength = 80;

/** An environment as the settings name it. */
export interface RemoteSettings {
  readonly name: string;
  readonly apiUrl: string;
  readonly frontendUrl: string | undefined;
}

/** An address, or what was meant to be one, without what may be a secret: credentials, and a query. */
function shownAddress(text: string): string {
  return plainText(text.replace(/[^/\s]*@/, '…@').replace(/\?.*$/s, '?…'), maxLength);
}

/** The value of a setting for a message. Of what has parts no more than their names, as one may be a secret. */
function describedValue(value: unknown): string {
  if (typeof value === 'string') return `“${shownAddress(value)}”`;
  if (Array.isArray(value)) return l10n.t('a list');
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.keys(value);
  if (keys.length === 0) return l10n.t('an empty object');
  return l10n.t('an object with {0}', plainText(keys.join(', '), maxLength));
}

/**
 * An address as it may be asked: HTTP or HTTPS, without credentials, which would show in every display.
 * @param setting where it comes from, for the message
 * @throws ConnectionFailure for anything else
 */
export function checkAddress(text: string, setting: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  const message = l10n.t(
    '{0} is “{1}”, which is not an address such as http://localhost:4000: it has to begin with http:// or https://, and to hold no user name',
    setting,
    shownAddress(text),
  );
  throw new ConnectionFailure('bad-address', message);
}

/**
 * Where a frontend is, or why that is not known, which is no reason not to ask the API.
 * @param find throws a ConnectionFailure where what is configured is no address
 */
export function frontendAddress(find: () => string | undefined): Pick<Addresses, 'frontend' | 'frontendProblem'> {
  try {
    return { frontend: find() };
  } catch (error) {
    if (error instanceof ConnectionFailure) return { frontend: undefined, frontendProblem: error };
    throw error;
  }
}

const maxEnvironments = 20;

const maxNameLength = 40;

/** What the settings name, and what of it is left out. */
interface ValidatedSettings {
  readonly environments: readonly RemoteSettings[];
  /** Why something is left out, each a sentence without its full stop. */
  readonly problems: readonly string[];
}

function readOne(raw: unknown): RemoteSettings | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const [name, apiUrl, frontendUrl] = ['name', 'apiUrl', 'frontendUrl'].map((key): unknown => Reflect.get(raw, key));
  if (typeof name !== 'string' || typeof apiUrl !== 'string') return undefined;
  const shown = plainText(name, maxNameLength);
  if (shown === '') return undefined;
  return { name: shown, apiUrl, frontendUrl: typeof frontendUrl === 'string' ? frontendUrl : undefined };
}

function frontendProblem(name: string, raw: unknown): string[] {
  const value: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'frontendUrl') : undefined;
  if (value === undefined || value === null || typeof value === 'string') return [];
  const what = l10n.t('{0} of “{1}” in the setting zeroToRunning.environments', 'frontendUrl', name);
  return [
    l10n.t(
      '{0} is {1}, and is not used: it has to be a text such as http://localhost:3000',
      what,
      describedValue(value),
    ),
  ];
}

function validateList(list: readonly unknown[]): ValidatedSettings {
  const named = new Map<string, RemoteSettings>();
  const problems: string[] = [];
  for (const [index, each] of list.slice(0, maxEnvironments).entries()) {
    const environment = readOne(each);
    if (!environment) {
      problems.push(
        l10n.t(
          'Entry {0} of the setting zeroToRunning.environments is {1}, and is left out: it has to be an object with a name and an apiUrl, both of them text',
          index + 1,
          describedValue(each),
        ),
      );
    } else if (named.has(environment.name)) {
      problems.push(
        l10n.t(
          'Entry {0} of the setting zeroToRunning.environments has the name “{1}” as one before it, and is left out: each name can be there once',
          index + 1,
          environment.name,
        ),
      );
    } else {
      named.set(environment.name, environment);
      problems.push(...frontendProblem(environment.name, each));
    }
  }
  if (list.length > maxEnvironments) {
    problems.push(
      l10n.t(
        'The setting zeroToRunning.environments has {0} entries, of which those after the first {1} are left out: there is room for no more',
        list.length,
        maxEnvironments,
      ),
    );
  }
  return { environments: [...named.values()], problems };
}

/**
 * The remote environments that the settings name, each once. VS Code checks settings against their schema but hands
 * out what is wrong all the same; what is not an environment is left out.
 */
function validateRemoteSettings(raw: unknown): ValidatedSettings {
  if (Array.isArray(raw)) return validateList(raw);
  if (raw === undefined || raw === null) return { environments: [], problems: [] };
  const problem = l10n.t(
    'The setting zeroToRunning.environments is {0}, and is not used: it has to be a list of objects',
    describedValue(raw),
  );
  return { environments: [], problems: [problem] };
}

/** As `validateRemoteSettings`, for who only wants what is used. */
export function readRemoteSettings(raw: unknown): readonly RemoteSettings[] {
  return validateRemoteSettings(raw).environments;
}

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
  const { environments, problems } = validateRemoteSettings(read('environments'));
  const paths = environments.map(({ name, apiUrl }) => {
    return pathProblem(l10n.t('{0} of “{1}” in the setting zeroToRunning.environments', 'apiUrl', name), apiUrl);
  });
  const ofFolders = folders.flatMap((folder) =>
    (['apiUrl', 'frontendUrl'] as const).map((key) => addressProblem(key, read(key, folder))),
  );
  return [...new Set([...problems, ...paths, ...ofFolders])].filter((problem) => problem !== undefined);
}
