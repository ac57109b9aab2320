import { connect } from './connect.ts';
import type { DataSession } from './session.ts';

/** How many migrations were applied to a database, of whatever code. */
export async function countApplied({ superuser }: DataSession, database: string): Promise<number> {
  const client = await connect(superuser, database, 'zero-to-running data');
  try {
    const { rows } = await client.query<{ exists: boolean }>(`SELECT to_regclass('migrations') IS NOT NULL AS exists`);
    if (!rows[0]?.exists) return 0;
    const counted = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM migrations');
    return counted.rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
