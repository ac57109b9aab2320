import { DisposableOwner } from '../common/disposable.ts';
import { l10n } from '../common/l10n.ts';
import { LiveEnvironmentStore } from '../store/live-environment-store.ts';
import { checkAddress, frontendAddress } from './check-address.ts';
import type { Addresses, Environment } from './environment.ts';

/** An environment as the settings name it. */
export interface RemoteSettings {
  readonly name: string;
  readonly apiUrl: string;
  readonly frontendUrl: string | undefined;
}

export interface RemoteEnvironmentOptions extends Pick<RemoteSettings, 'name' | 'apiUrl'> {
  /** As the settings say it now: with another, it is still the same environment. */
  readonly frontendUrl: () => string | undefined;
  /** @param api the origin that it would be sent to */
  readonly token: (api: string) => Promise<string | undefined>;
  readonly log: (line: string) => void;
}

/** A copy of the application that runs elsewhere. */
export class RemoteEnvironment extends DisposableOwner implements Environment {
  readonly id: string;
  readonly kind = 'remote';
  readonly name: string;
  readonly folder = undefined;
  readonly store: LiveEnvironmentStore;
  readonly #options: RemoteEnvironmentOptions;

  constructor(options: RemoteEnvironmentOptions) {
    super();
    this.#options = options;
    this.id = remoteId(options);
    this.name = options.name;
    this.store = this.register(
      new LiveEnvironmentStore({
        findSource: async () => {
          const addresses = await this.addresses();
          return { ...addresses, token: await options.token(addresses.api) };
        },
        log: (line) => options.log(`${this.name}: ${line}`),
      }),
    );
  }

  addresses(): Promise<Addresses> {
    const { apiUrl, name } = this.#options;
    const frontendUrl = this.#options.frontendUrl();
    const setting = (key: string) => l10n.t('{0} of “{1}” in the setting zeroToRunning.environments', key, name);
    return Promise.resolve().then(() => ({
      api: checkAddress(apiUrl, setting('apiUrl')).origin,
      ...frontendAddress(() => (frontendUrl ? checkAddress(frontendUrl, setting('frontendUrl')).href : undefined)),
    }));
  }

  async askedOrigin(): Promise<string> {
    return (await this.addresses()).api;
  }
}

/** Another address is another environment: neither its state nor its token is that of the first. */
export function remoteId({ name, apiUrl }: Pick<RemoteSettings, 'name' | 'apiUrl'>): string {
  return `remote:${name}:${URL.canParse(apiUrl) ? new URL(apiUrl).origin : apiUrl}`;
}
