import type { SecretStorage } from 'vscode';
import { Emitter } from '../common/emitter.ts';

const keyOf = (environment: string) => `token:${environment}`;

/** The tokens that show the details of environments, in the editor's own secret storage and nowhere else. */
export class Tokens {
  readonly #secrets: SecretStorage;
  readonly #changes = new Emitter<string>();

  /** Tells whose token was changed. */
  readonly onDidChange = this.#changes.event;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  async read(environment: string): Promise<string | undefined> {
    return (await this.#secrets.get(keyOf(environment))) || undefined;
  }

  /** @param token forgotten where it is empty */
  async write(environment: string, token: string): Promise<void> {
    if (token === '') await this.#secrets.delete(keyOf(environment));
    else await this.#secrets.store(keyOf(environment), token);
    this.#changes.fire(environment);
  }
}
