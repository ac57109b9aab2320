import { appliedMigrationsSchema } from '@app/contract/migrations';
import type { Client } from 'pg';
import { z } from 'zod';
import { StackError } from '../stack-error.ts';

// Which databases of one application there are, how they are called, and what their comments say of them.

/** Verbs that make snapshots. */
export const snapshotCommands = ['snapshot', 'reset', 'restore', 'undo'] as const;

export type SnapshotCommand = (typeof snapshotCommands)[number];

/** Longer names are cut off by PostgreSQL. */
const maxBytes = 63;

/**
 * How the databases of one application are called; the names say what may be done with each. Neither `@` nor `~` can be in
 * the application's own name.
 */
export interface DatabaseNames {
  /** What the API uses. */
  readonly live: string;
  /** Will replace it, and is not complete before it has; without meaning for the next command. */
  readonly next: string;
  /** Will be a snapshot, likewise. */
  readonly copy: string;
  /**
   * A complete snapshot.
   * @throws StackError when the name would be too long
   */
  ofSnapshot(name: string): string;
  /** The snapshot's name; undefined for any other database. */
  snapshotOf(database: string): string | undefined;
}

export function databaseNames(live: string): DatabaseNames {
  const prefix = `${live}@`;
  return {
    live,
    next: `${live}~next`,
    copy: `${live}~copy`,
    ofSnapshot(name) {
      const database = prefix + name;
      if (Buffer.byteLength(database) <= maxBytes) return database;
      throw new StackError(`The name ${database} is too long for PostgreSQL`, {
        code: 'invalid-option',
        fix: [`Choose a shorter one: at most ${maxBytes - Buffer.byteLength(prefix)} characters.`],
      });
    },
    snapshotOf: (database) => (database.startsWith(prefix) ? database.slice(prefix.length) : undefined),
  };
}

/** What a snapshot's comment holds, as JSON. */
const snapshotMetadataSchema = z.object({
  kind: z.literal('snapshot'),
  createdAt: z.iso.datetime(),
  /** The verb that made it. */
  command: z.enum(snapshotCommands),
  /** Whether it may be deleted to make room: nobody gave it a name. */
  automatic: z.boolean(),
  /** What was applied to it. */
  migrations: appliedMigrationsSchema,
});

export type SnapshotMetadata = z.infer<typeof snapshotMetadataSchema>;

/** What the comment of the database in use holds, as JSON, once it has replaced another. */
const liveMetadataSchema = z.object({
  kind: z.literal('live'),
  /** Name of the snapshot that is what was replaced; none where there was nothing. */
  undo: z.string().nullable(),
  /** Whether the cache may still hold what was replaced. */
  cacheIsStale: z.boolean(),
});

export type LiveMetadata = z.infer<typeof liveMetadataSchema>;

export type DatabaseMetadata = SnapshotMetadata | LiveMetadata;

const metadataSchema = z.discriminatedUnion('kind', [snapshotMetadataSchema, liveMetadataSchema]);

/** @returns undefined for a comment that is not ours */
function parseMetadata(comment: string | null): DatabaseMetadata | undefined {
  try {
    return metadataSchema.safeParse(JSON.parse(comment ?? '')).data;
  } catch {
    return undefined;
  }
}

/** A snapshot that can be restored. */
export interface Snapshot extends SnapshotMetadata {
  readonly name: string;
  readonly database: string;
  readonly bytes: number;
}

/** The databases of one application. */
export interface Catalog {
  /** Undefined when there is no such database. */
  readonly live?: { readonly bytes: number; readonly metadata: LiveMetadata | undefined } | undefined;
  /** Newest first. */
  readonly snapshots: readonly Snapshot[];
  /** Databases that an interrupted command has left. */
  readonly leftovers: readonly string[];
}

interface Row {
  readonly name: string;
  readonly comment: string | null;
  readonly bytes: string;
  readonly broken: boolean;
}

// One of which dropping was interrupted has the limit -2, and no size that can be asked for.
const select = `SELECT datname AS name,
    shobj_description(oid, 'pg_database') AS comment,
    CASE WHEN datconnlimit = -2 THEN 0 ELSE pg_database_size(oid) END AS bytes,
    datconnlimit = -2 AS broken
  FROM pg_database
  WHERE datname = $1 OR starts_with(datname, $1 || '@') OR starts_with(datname, $1 || '~')`;

/** Which databases of an application there are. */
export async function readCatalog(client: Client, names: DatabaseNames): Promise<Catalog> {
  const { rows } = await client.query<Row>(select, [names.live]);
  const leftovers = rows.filter(({ name, broken }) => broken || name === names.next || name === names.copy);
  const whole = rows.filter((row) => !leftovers.includes(row));
  const live = whole.find(({ name }) => name === names.live);
  const liveMetadata = live && parseMetadata(live.comment);
  const snapshots = whole.flatMap(({ name: database, comment, bytes }) => {
    const name = names.snapshotOf(database);
    const metadata = parseMetadata(comment);
    return name && metadata?.kind === 'snapshot' ? [{ ...metadata, name, database, bytes: Number(bytes) }] : [];
  });
  return {
    live: live && {
      bytes: Number(live.bytes),
      metadata: liveMetadata?.kind === 'live' ? liveMetadata : undefined,
    },
    snapshots: snapshots.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
    leftovers: leftovers.map(({ name }) => name),
  };
}

/** @throws StackError listing what there is, when there is no such snapshot */
export function findSnapshot({ snapshots }: Catalog, name: string): Snapshot {
  const found = snapshots.find((each) => each.name === name);
  if (found) return found;
  const names = snapshots.map((each) => each.name).join(', ');
  throw new StackError(`There is no snapshot ${JSON.stringify(name)}`, {
    code: 'snapshot-not-found',
    fix: [names ? `Snapshots: ${names}` : 'There are no snapshots yet. Take one: make snapshot'],
  });
}
