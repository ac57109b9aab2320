import { plainText } from '../common/plain-text.ts';
import type { RemoteSettings } from './remote-environment.ts';

const maxEnvironments = 20;

const maxNameLength = 40;

function readOne(raw: unknown): RemoteSettings | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const [name, apiUrl, frontendUrl] = ['name', 'apiUrl', 'frontendUrl'].map((key): unknown => Reflect.get(raw, key));
  if (typeof name !== 'string' || typeof apiUrl !== 'string') return undefined;
  const shown = plainText(name, maxNameLength);
  if (shown === '') return undefined;
  return { name: shown, apiUrl, frontendUrl: typeof frontendUrl === 'string' ? frontendUrl : undefined };
}

/**
 * The remote environments that the settings name, each once. VS Code checks settings against their schema but hands
 * out what is wrong all the same; what is not an environment is left out.
 */
export function readRemoteSettings(raw: unknown): RemoteSettings[] {
  const named = new Map<string, RemoteSettings>();
  for (const each of Array.isArray(raw) ? raw.slice(0, maxEnvironments) : []) {
    const environment = readOne(each);
    if (environment && !named.has(environment.name)) named.set(environment.name, environment);
  }
  return [...named.values()];
}
