import { realpathSync } from 'node:fs';
import { escapeLiteral, type Client } from 'pg';
import { markOf, otherCheckout, parseMark, refuseOther, type Mark } from '../ownership.ts';
import type { Address, ClusterOwner } from './data-session.ts';

// A cluster bears the mark of the checkout whose it is, as the comment of its tablespace pg_default: every cluster has
// that, no snapshot is in the way of it, and a volume keeps it when its containers are gone.

interface Row {
  readonly mark: string | null;
  readonly directory: string;
}

const select = `SELECT shobj_description(oid, 'pg_tablespace') AS mark, current_setting('data_directory') AS directory
  FROM pg_tablespace WHERE spcname = 'pg_default'`;

async function read(client: Client): Promise<{ readonly mark: Mark | undefined; readonly directory: string }> {
  const { rows } = await client.query<Row>(select);
  return { mark: parseMark(rows[0]?.mark), directory: rows[0]?.directory ?? '' };
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * Compares whose the cluster is with whose it must be, and marks one that is this checkout's.
 * @param client a superuser's
 * @throws StackError naming the other checkout
 */
export async function assertOwnCluster(client: Client, { host, port }: Address, owner: ClusterOwner): Promise<void> {
  const { checkout, dataDirectory, mayMark } = owner;
  const { mark, directory } = await read(client);
  const what = `The database at ${host}:${port}`;
  const fix = ['Nothing was changed. What runs here: make status', 'Start the database of this checkout: make restart'];
  if (dataDirectory !== undefined && real(directory) !== real(dataDirectory)) refuseOther(what, directory, fix);
  const other = dataDirectory === undefined && mark ? otherCheckout(checkout, mark) : undefined;
  if (other !== undefined) refuseOther(what, other, fix);
  if (!mayMark || (mark?.id === checkout.id && mark.root === checkout.root)) return;
  await client.query(`COMMENT ON TABLESPACE pg_default IS ${escapeLiteral(JSON.stringify(markOf(checkout)))}`);
}

/** The checkout that a cluster belongs to by its mark; undefined where it bears none. */
export async function readClusterMark(client: Client): Promise<Mark | undefined> {
  return (await read(client)).mark;
}
