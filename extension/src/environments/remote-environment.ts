import type { SecretStorage } from 'vscode';
import { Emitter, DisposableOwner } from '../common/disposable.ts';
import { l10n } from '@zero-to-running/health/words/l10n';
import { LiveEnvironmentStore } from '../store/live-environment-store.ts';
import { checkAddress, frontendAddress, type RemoteSettings } from './remote-settings.ts';
import type { Addresses, Environment } from './environment.ts';

const keyOf = (environment: string, api: string) => `token:${environment} ${api}`;

/**
 * The tokens that show the details of environments, in the editor's own secret storage and nowhere else. Each is for one address:
 * one of a folder does not follow that to another, which anybody may have put into the folder's settings.
 */
export class Tokens {
  readonly #secrets: SecretStorage;
  readonly #changes = new Emitter<string>();

  /** Tells whose token was changed. */
  readonly onDidChange = this.#changes.event;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /** @param api the origin that it would be sent to */
  async read(environment: string, api: string): Promise<string | undefined> {
    return (await this.#secrets.get(keyOf(environment, api))) || undefined;
  }

  /**
   * @param api the origin that it may be sent to
   * @param token forgotten where it is empty
   */
  async write(environment: string, api: string, token: string): Promise<void> {
    if (token === '') await this.#secrets.delete(keyOf(environment, api));
    else await this.#secrets.store(keyOf(environment, api), token);
    this.#changes.fire(environment);
  }
}

interface RemoteEnvironmentOptions extends Pick<RemoteSettings, 'name' | 'apiUrl'> {
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
