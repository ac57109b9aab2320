import type { OpenSession } from '@app/contract/session';
import type { Logger } from 'pino';
import { SingleFlight } from '../cache.ts';
import type { Database } from '../db/query.ts';
import { type Identity, scopes } from './identity.ts';
import type { Reach } from './ownership.ts';
import { Recent } from './recent.ts';
import * as store from './session-store.ts';

/** How long this process goes on with what it has read of a session: so late does another process learn that it ended. */
const readForMs = 2_000;

const maxFlights = 1_000;

const cleanUpEveryMs = 60_000;

/** Sessions that a list shows. */
const longestList = 200;

const keyOf = (hash: Buffer): string => hash.toString('base64');

function toIdentity({ id, ownerId, name, roles, expiresAt }: store.SessionRow): Identity {
  return { id: ownerId, name, roles, scopes, session: { id, expiresAt } };
}

/** Who is signed in, in which browser. PostgreSQL holds it; each process remembers what it has read for a moment. */
export class Sessions {
  readonly #db: Database;
  readonly #limits: store.SessionLimits;
  readonly #log: Logger;
  readonly #recent = new Recent<Identity>(readForMs);
  readonly #flights = new SingleFlight<Identity | undefined>(maxFlights);
  #nextCleanUp = 0;

  constructor(db: Database, limits: store.SessionLimits, log: Logger) {
    this.#db = db;
    this.#limits = limits;
    this.#log = log;
  }

  get lifetimeMs(): number {
    return this.#limits.lifetimeHours * 3_600_000;
  }

  /**
   * Begins a session, and ends the one that the browser had before: an id that somebody knew before the sign-in is worth
   * nothing after it.
   * @returns the secret for the cookie
   */
  async begin(owner: store.SessionOwner, before: string | undefined): Promise<string> {
    const secret = await store.insertSession(this.#db, owner, this.#limits);
    if (before !== undefined) await this.end(before);
    this.#cleanUp();
    return secret;
  }

  /** Who holds a secret; undefined where no session has it. @throws DatabaseUnavailableError where that cannot be told */
  async find(secret: string): Promise<Identity | undefined> {
    if (!store.isSecret(secret)) return undefined;
    const hash = store.hashOf(secret);
    const key = keyOf(hash);
    return this.#recent.get(key) ?? this.#flights.join(key, () => this.#read(hash, key));
  }

  async #read(hash: Buffer, key: string): Promise<Identity | undefined> {
    const at = performance.now();
    const row = await store.findSession(this.#db, hash, this.#limits);
    if (row === undefined) return undefined;
    if (row.isStale)
      this.#inBackground(store.touchSession(this.#db, hash, this.#limits), 'note that a session is used');
    const identity = toIdentity(row);
    this.#recent.set(key, identity, at);
    return identity;
  }

  /** Ends the session of a secret, if there is one. */
  async end(secret: string): Promise<void> {
    if (!store.isSecret(secret)) return;
    const hash = store.hashOf(secret);
    await store.deleteSession(this.#db, hash);
    this.#recent.delete(keyOf(hash));
  }

  /** The sessions in reach, the last begun first. */
  async list(reach: Reach): Promise<OpenSession[]> {
    const rows = await store.findSessions(this.#db, reach, this.#limits, longestList);
    return rows.map(store.toOpenSession);
  }

  /** Ends a session in reach. @returns whether there was one */
  async endById(reach: Reach, id: string): Promise<boolean> {
    const hash = await store.deleteSessionById(this.#db, reach, id);
    if (hash !== undefined) this.#recent.delete(keyOf(hash));
    return hash !== undefined;
  }

  #cleanUp(): void {
    if (performance.now() < this.#nextCleanUp) return;
    this.#nextCleanUp = performance.now() + cleanUpEveryMs;
    this.#inBackground(store.deleteEnded(this.#db, this.#limits), 'delete sessions that have ended');
  }

  /** What nobody waits for, and what the next request does again. */
  #inBackground(work: Promise<void>, what: string): void {
    work.catch((error: unknown) => this.#log.warn({ err: error }, `Could not ${what}`));
  }
}
