import { json } from 'node:stream/consumers';
import { appliedMigrationsSchema, type MigrationReport } from '@zero-to-running/contract/migrations';
import { migrationsDirectory, readMigrationFiles } from './migration-files.ts';
import { toReport } from './migration-report.ts';
import { compareMigrations } from './migration-status.ts';

/**
 * Compares the files with what was applied to a database that need not be reached.
 * @param input JSON of the applied ones
 * @throws ZodError or SyntaxError for other input
 */
export async function compareWithFiles(input: NodeJS.ReadableStream): Promise<MigrationReport> {
  const applied = appliedMigrationsSchema.parse(await json(input));
  const found = await readMigrationFiles(migrationsDirectory);
  const remembered = applied.map(({ id, name, checksum, appliedAt, durationMs }) => ({
    id,
    name,
    checksum,
    appliedAt: new Date(appliedAt),
    durationMs,
  }));
  return toReport(compareMigrations(found, remembered));
}
