import type { Client } from 'pg';
import type { DatabaseNames } from './database-names.ts';
import { parseMetadata, type LiveMetadata, type SnapshotMetadata } from './metadata.ts';

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
