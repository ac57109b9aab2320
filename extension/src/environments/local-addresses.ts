import type { FailureKind } from '@zero-to-running/health/client/failure';
import { checkAddress, frontendAddress } from './remote-settings.ts';
import type { Addresses } from './environment.ts';
import type { StackState } from './stack-state.ts';

/** What may say where a folder's stack is. */
export interface AddressSources {
  /** The folder's settings; empty where they say nothing. */
  readonly settings: { readonly apiUrl: string; readonly frontendUrl: string };
  readonly env: NodeJS.ProcessEnv;
  readonly state: StackState | undefined;
}

/** Who may say where a stack is: a person, the environment, or the stack itself by its file. */
export type AddressSource = 'setting' | 'variable' | 'state';

export interface LocalAddresses {
  /** What the extension asks. */
  readonly asked: Addresses;
  /** What a person opens: in a container the services have names that only the container knows. */
  readonly opened: Addresses;
  /** Who says that the API is there; undefined where nobody does, and the usual address is only a guess. */
  readonly source: AddressSource | undefined;
  /** The failure that means that the stack does not run, rather than that it fails; undefined where none does. */
  readonly stoppedBy: FailureKind | undefined;
}

const usual = { api: 'http://localhost:4000', frontend: 'http://localhost:3000' };

/** A file of the folder may say where on this machine the stack is, and not where else requests shall go. */
function onThisMachine(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname) ? url : undefined;
}

interface Candidate {
  readonly source: AddressSource;
  /** What a person has to look at where it is none. */
  readonly from: string;
  readonly value: string | undefined;
}

interface Found {
  readonly source: AddressSource;
  readonly url: URL;
}

function first(candidates: readonly Candidate[]): Found | undefined {
  const found = candidates.find(({ value }) => value);
  return found?.value ? { source: found.source, url: checkAddress(found.value, found.from) } : undefined;
}

/** A guess that nobody listens to is no failure; nor is a name that a container's network has while it runs. */
function stoppedBy(claim: string | undefined, asked: Found | undefined): FailureKind | undefined {
  if (claim) return undefined;
  return asked ? 'unresolved' : 'refused';
}

/**
 * Where a folder's stack is: the settings say, else the environment, else what the stack wrote, else it is where it
 * usually is.
 * @throws ConnectionFailure where the first that says where the API is says no address
 */
export function localAddresses({ settings, env, state }: AddressSources): LocalAddresses {
  const candidates = (name: 'api' | 'frontend'): Record<AddressSource, Candidate> => {
    const variable = `ZERO_TO_RUNNING_${name.toUpperCase()}_URL`;
    return {
      setting: { source: 'setting', from: `The setting zeroToRunning.${name}Url`, value: settings[`${name}Url`] },
      variable: { source: 'variable', from: variable, value: env[variable] },
      state: { source: 'state', from: '.stack/state.json', value: onThisMachine(state?.urls[name]) },
    };
  };
  const api = candidates('api');
  const frontend = candidates('frontend');
  const askedApi = first([api.setting, api.variable, api.state]);
  const openedApi = first([api.setting, api.state, api.variable]);
  // Who says where the API is, and not where the frontend is, has none at the usual place.
  const guess = askedApi ? undefined : usual.frontend;
  return {
    asked: {
      api: askedApi?.url.origin ?? usual.api,
      ...frontendAddress(() => first([frontend.setting, frontend.variable, frontend.state])?.url.href ?? guess),
    },
    opened: {
      api: openedApi?.url.origin ?? usual.api,
      ...frontendAddress(() => first([frontend.setting, frontend.state, frontend.variable])?.url.href ?? guess),
    },
    source: askedApi?.source,
    stoppedBy: stoppedBy(settings.apiUrl || onThisMachine(state?.urls.api), askedApi),
  };
}
