import { appliedMigrationsSchema, type AppliedMigrations } from '@zero-to-running/contract/migrations';
import { connect } from './connect.ts';
import type { DataSession } from './session.ts';

const select = `SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'checksum', checksum,
    'appliedAt', to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'durationMs', duration_ms)
    ORDER BY id), '[]') AS applied
  FROM migrations`;

/** The migrations that were applied to a database, by whatever code. */
export async function readApplied({ superuser }: DataSession, database: string): Promise<AppliedMigrations> {
  const client = await connect(superuser, database, 'zero-to-running data');
  try {
    const { rows } = await client.query<{ exists: boolean }>(`SELECT to_regclass('migrations') IS NOT NULL AS exists`);
    if (!rows[0]?.exists) return [];
    return appliedMigrationsSchema.parse((await client.query<{ applied: unknown }>(select)).rows[0]?.applied);
  } finally {
    await client.end();
  }
}
