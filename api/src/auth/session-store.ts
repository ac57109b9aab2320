import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { OpenSession, Role } from '@app/contract/session';
import type { Database } from '../db/query.ts';
import { type Reach, rowsWithin } from './ownership.ts';

/** How long a session lasts. */
export interface SessionLimits {
  /** Without a request. */
  readonly idleMinutes: number;
  /** In any case. */
  readonly lifetimeHours: number;
}

/** Whom a session is begun for. */
export interface SessionOwner {
  readonly ownerId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** A session as PostgreSQL has it. */
export interface SessionRow {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly roles: Role[];
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

const secretBytes = 32;

/** What a cookie may hold, so that nothing else is looked up. */
export const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** Under what a secret is known here. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** How often a session that is used says so, at most: a write for each request would cost more than the request. */
const touchEvery = "interval '1 minute'";

const cleanUpAtMost = 1_000;

// The database's clock is the only one: that of a process which was moved ends no session, and revives none.
const live = (idle: string): string => `expires_at > now() AND seen_at > now() - make_interval(mins => ${idle})`;

const columns = (idle: string): string =>
  `id, owner_id AS "ownerId", name, roles, created_at AS "createdAt", seen_at AS "seenAt",
   least(expires_at, seen_at + make_interval(mins => ${idle})) AS "expiresAt"`;

/** A session as the API shows it. */
export function toOpenSession({ createdAt, seenAt, expiresAt, ...session }: SessionRow): OpenSession {
  return {
    ...session,
    createdAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** Begins a session. @returns the secret for the cookie, which is nowhere else */
export async function insertSession(db: Database, owner: SessionOwner, limits: SessionLimits): Promise<string> {
  const secret = randomBytes(secretBytes).toString('base64url');
  await db.query({
    name: 'session-insert',
    text: `INSERT INTO sessions (secret_hash, id, owner_id, name, roles, expires_at)
           VALUES ($1, $2, $3, $4, $5, now() + make_interval(hours => $6))`,
    values: [hashOf(secret), randomUUID(), owner.ownerId, owner.name, owner.roles, limits.lifetimeHours],
  });
  return secret;
}

/** The session of a secret, unless it has ended; `isStale` where its use has to be noted. */
export async function findSession(
  db: Database,
  hash: Buffer,
  { idleMinutes }: SessionLimits,
): Promise<(SessionRow & { isStale: boolean }) | undefined> {
  const [row] = await db.query<SessionRow & { isStale: boolean }>({
    name: 'session',
    text: `SELECT ${columns('$2')}, seen_at < now() - ${touchEvery} AS "isStale"
             FROM sessions WHERE secret_hash = $1 AND ${live('$2')}`,
    values: [hash, idleMinutes],
  });
  return row;
}

/** Notes that a session is used; one that has ended meanwhile stays ended. */
export async function touchSession(db: Database, hash: Buffer, { idleMinutes }: SessionLimits): Promise<void> {
  await db.query({
    name: 'session-touch',
    text: `UPDATE sessions SET seen_at = now()
            WHERE secret_hash = $1 AND seen_at < now() - ${touchEvery} AND ${live('$2')}`,
    values: [hash, idleMinutes],
  });
}

/** The sessions in reach that have not ended, the last begun first. */
export async function findSessions(
  db: Database,
  reach: Reach,
  { idleMinutes }: SessionLimits,
  limit: number,
): Promise<SessionRow[]> {
  const rows = rowsWithin(reach, 3);
  return db.query({
    name: `sessions${rows.suffix}`,
    text: `SELECT ${columns('$1')} FROM sessions WHERE ${live('$1')} AND ${rows.condition}
            ORDER BY created_at DESC, id LIMIT $2`,
    values: [idleMinutes, limit, ...rows.values],
  });
}

/** Ends the session of a secret, if there is one. */
export async function deleteSession(db: Database, hash: Buffer): Promise<void> {
  await db.query({ name: 'session-delete', text: 'DELETE FROM sessions WHERE secret_hash = $1', values: [hash] });
}

/** Ends a session in reach. @returns the hash of its secret; undefined where there is no such session */
export async function deleteSessionById(db: Database, reach: Reach, id: string): Promise<Buffer | undefined> {
  const rows = rowsWithin(reach, 2);
  const [row] = await db.query<{ hash: Buffer }>({
    name: `session-delete-id${rows.suffix}`,
    text: `DELETE FROM sessions WHERE id = $1 AND ${rows.condition} RETURNING secret_hash AS hash`,
    values: [id, ...rows.values],
  });
  return row?.hash;
}

/** Deletes some of the sessions that have ended. */
export async function deleteEnded(db: Database, { idleMinutes }: SessionLimits): Promise<void> {
  await db.query({
    text: `DELETE FROM sessions WHERE secret_hash IN (
             SELECT secret_hash FROM sessions WHERE NOT (${live('$1')}) LIMIT ${cleanUpAtMost} FOR UPDATE SKIP LOCKED)`,
    values: [idleMinutes],
  });
}
