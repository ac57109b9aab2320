import type { Logger } from 'pino';
import { untilAborted } from '../health/until-aborted.ts';
import { summariseError } from '../health/connection-log.ts';
import type { Login, ParseLogin } from './login.ts';
import type { ReadSecret } from './secrets-manager.ts';

export interface CredentialsOptions {
  /** What they are for, as a person calls it. */
  readonly service: string;
  readonly read: ReadSecret;
  readonly parse: ParseLogin;
  readonly log: Logger;
  readonly limits?: CredentialsLimits;
}

/** Milliseconds. */
export interface CredentialsLimits {
  /** How long a reading may take; a request may be waiting for it. */
  readonly deadline: number;
  /** Pause after a reading that brought nothing new: it doubles from one to the next, with jitter. */
  readonly firstPause: number;
  readonly maxPause: number;
}

const defaultLimits: CredentialsLimits = { deadline: 3_000, firstPause: 500, maxPause: 30_000 };

/**
 * The login of a store whose password is rotated while the process runs: when the store refuses it, the secret is read
 * again. The process is given the first one in its environment, which is not in here: then `current` is undefined.
 */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #limits: CredentialsLimits;
  readonly #listeners: ((login: Login) => void)[] = [];
  #current: Login | undefined;
  #reading: Promise<boolean> | undefined;
  #vain = 0;
  #notBefore = 0;

  constructor(options: CredentialsOptions) {
    this.#options = options;
    this.#limits = options.limits ?? defaultLimits;
  }

  get current(): Login | undefined {
    return this.#current;
  }

  onRenewed(listener: (login: Login) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * To be called when a login was refused. However many call it, the secret is read once at a time, and seldom while
   * that does not help. Never rejects.
   * @param refused what `current` was when the connection was begun
   * @returns whether there is another login now, so that a new attempt makes sense
   */
  async renew(refused: Login | undefined): Promise<boolean> {
    if (this.#current !== refused) return true;
    if (!this.#reading && performance.now() < this.#notBefore) return false;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<boolean> {
    const { service, read, parse, log } = this.#options;
    try {
      const signal = AbortSignal.timeout(this.#limits.deadline);
      const login = parse(await untilAborted(signal, read(signal)));
      if (login.password !== this.#current?.password || login.user !== this.#current.user) {
        this.#adopt(login);
        return true;
      }
      log.warn({ service }, `The ${service} refuses its credentials, and the secret still holds the same`);
    } catch (error) {
      log.warn({ service, error: summariseError(error) }, `The secret of the ${service} cannot be read`);
    }
    const pause = Math.min(this.#limits.maxPause, this.#limits.firstPause * 2 ** this.#vain);
    this.#vain += 1;
    this.#notBefore = performance.now() + pause * (0.5 + Math.random() / 2);
    return false;
  }

  #adopt(login: Login): void {
    const { service, log } = this.#options;
    this.#current = login;
    this.#vain = 0;
    this.#notBefore = 0;
    log.info({ service }, `The credentials of the ${service} were renewed`);
    for (const listener of this.#listeners) listener(login);
  }
}
