import { untilAborted } from '@zero-to-running/health/server/probe';
import type { Logger } from 'pino';
import { z } from 'zod';
import { summariseError } from './log.ts';

/** What a store is logged in to with; without a user where the store has none. */
export interface Login {
  readonly user?: string | undefined;
  readonly password: string;
}

/** Reads a login out of a secret's text. @throws where it is not in it; the error does not show the text */
export type ParseLogin = (secret: string) => Login;

const text = z.string().min(1);

const databaseSecret = z.object({ username: text, password: text });

const cacheSecret = z.object({ username: text.optional(), password: text });

function parseJson(secret: string): unknown {
  try {
    return JSON.parse(secret);
  } catch {
    return undefined;
  }
}

/** A secret as RDS keeps it: JSON with `username` and `password`. */
export const parseDatabaseSecret: ParseLogin = (secret) => {
  const result = databaseSecret.safeParse(parseJson(secret));
  if (!result.success) throw new Error('The secret is not JSON with the texts "username" and "password"');
  return { user: result.data.username, password: result.data.password };
};

/** The password itself, or JSON with `password` and perhaps `username`. */
export const parseCacheSecret: ParseLogin = (secret) => {
  const value = parseJson(secret);
  if (typeof value !== 'object' || value === null) {
    if (secret === '') throw new Error('The secret is empty');
    return { password: secret };
  }
  const result = cacheSecret.safeParse(value);
  if (!result.success) throw new Error('The secret is JSON, but without the text "password"');
  return { user: result.data.username, password: result.data.password };
};

/** Reads a secret as it is now. */
export type ReadSecret = (signal: AbortSignal) => Promise<string>;

/** The region is in the name: arn:partition:secretsmanager:region:account:secret:name */
const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

/**
 * Reads from AWS Secrets Manager, with the credentials that AWS gives to the process. The client is loaded at the first
 * reading, so that those who never read pay nothing for it.
 */
export function secretsManagerReader(arn: string): ReadSecret {
  return async (signal) => {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const client = new SecretsManagerClient({ region: regionOf(arn), maxAttempts: 2 });
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }), { abortSignal: signal });
      if (SecretString === undefined) throw new Error(`The secret ${arn} holds no text`);
      return SecretString;
    } finally {
      // Readings are years apart; no connection is kept for them.
      client.destroy();
    }
  };
}

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
