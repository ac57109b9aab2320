import { l10n } from '../common/l10n.ts';
import { plainText } from '../common/plain-text.ts';
import { describedValue } from './described-value.ts';
import type { RemoteSettings } from './remote-environment.ts';

const maxEnvironments = 20;

const maxNameLength = 40;

/** What the settings name, and what of it is left out. */
export interface JudgedSettings {
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

function judgeList(list: readonly unknown[]): JudgedSettings {
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
export function judgeRemoteSettings(raw: unknown): JudgedSettings {
  if (Array.isArray(raw)) return judgeList(raw);
  if (raw === undefined || raw === null) return { environments: [], problems: [] };
  const problem = l10n.t(
    'The setting zeroToRunning.environments is {0}, and is not used: it has to be a list of objects',
    describedValue(raw),
  );
  return { environments: [], problems: [problem] };
}

/** As `judgeRemoteSettings`, for who only wants what is used. */
export function readRemoteSettings(raw: unknown): readonly RemoteSettings[] {
  return judgeRemoteSettings(raw).environments;
}
