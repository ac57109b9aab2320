import type { SecretStorage } from 'vscode';
import { Emitter } from '../common/emitter.ts';

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
