import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { messageOf } from '../errors.ts';
import { connect } from './connection.ts';
import type { DataSession } from './data-session.ts';

/** What could be copied of one table. */
export interface RescuedTable {
  readonly table: string;
  /** Path of the file, as CSV with a heading. */
  readonly file: string;
  readonly rows: number;
  /** Why not all of it could be read. */
  readonly failure?: string;
}

// A page that cannot be read counts as empty, for this connection alone; nothing of it is written back.
const tolerant =
  'SET ignore_checksum_failure = on; SET zero_damaged_pages = on; SET default_transaction_read_only = on';

const tables = `SELECT relname AS name FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`;

async function copyTable(client: Client, table: string, file: string): Promise<RescuedTable> {
  const stream = client.query(copyTo(`COPY public.${escapeIdentifier(table)} TO STDOUT WITH (FORMAT csv, HEADER)`));
  try {
    await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
    return { table, file, rows: stream.rowCount };
  } catch (error) {
    return { table, file, rows: 0, failure: messageOf(error) };
  }
}

/**
 * Copies what can still be read of a damaged database to files, a table each; changes nothing in it.
 * @param directory is made; nobody but its owner can read it
 */
export async function rescue({ superuser, names, step }: DataSession, directory: string): Promise<RescuedTable[]> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const client = await connect(superuser, names.live, 'make rescue', 0);
  try {
    await client.query(tolerant);
    const { rows } = await client.query<{ name: string }>(tables);
    const rescued: RescuedTable[] = [];
    for (const { name } of rows) {
      await step(`copying ${name}`);
      rescued.push(await copyTable(client, name, join(directory, `${name.replaceAll(/[^\w-]/g, '_')}.csv`)));
    }
    return rescued;
  } finally {
    await client.end();
  }
}
