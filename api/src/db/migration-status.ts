import { json } from 'node:stream/consumers';
import { appliedMigrationsSchema, type MigrationReport } from '@app/contract/migrations';
import type { ClientBase } from 'pg';
import { type MigrationFile, type MigrationFiles, migrationsDirectory, readMigrationFiles } from './migration-files.ts';

/** A migration as the database remembers it. */
export interface AppliedMigration {
  readonly id: number;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
  readonly durationMs: number;
}

/** How files and database compare. */
export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[];
  readonly pending: readonly MigrationFile[];
  /** Files whose text is not what was applied. */
  readonly changed: readonly MigrationFile[];
  /** Why nothing may be applied: sentences, each naming its file. */
  readonly problems: readonly string[];
  /** Those of the problems that say that the database is newer than the files. */
  readonly newer: readonly string[];
}

/** Reads the table of applied migrations, which has to exist. */
export async function readApplied(client: ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'SELECT id, name, checksum, applied_at AS "appliedAt", duration_ms AS "durationMs" FROM migrations ORDER BY id',
  );
  return rows;
}

function appliedProblem(applied: AppliedMigration, files: readonly MigrationFile[]): string[] {
  const { id, name, checksum, appliedAt } = applied;
  const when = `on ${appliedAt.toISOString()}`;
  const file = files.find((each) => each.name === name);
  if (file && file.checksum !== checksum) {
    return [`${name} was changed after being applied ${when}: restore it, and put the change into a new migration`];
  }
  if (file) return [];
  const other = files.find((each) => each.id === id);
  return [`${name} was applied ${when} but is missing${other ? ` (renamed to ${other.name}?)` : ''}: restore it`];
}

function newerThanCode({ name, appliedAt }: AppliedMigration): string {
  const when = `on ${appliedAt.toISOString()}`;
  return `${name} was applied ${when} but is not known here: the database is newer than this code; run newer code`;
}

/** Compares files with what was applied; touches nothing. */
export function compareMigrations(found: MigrationFiles, applied: readonly AppliedMigration[]): MigrationStatus {
  const { files } = found;
  const appliedIds = new Set(applied.map(({ id }) => id));
  const lastId = Math.max(0, ...appliedIds);
  const newestFile = files.at(-1)?.id ?? 0;
  const pending = files.filter(({ id }) => !appliedIds.has(id));
  const skipped = pending
    .filter(({ id }) => id < lastId)
    .map(({ name }) => `${name} was not applied, but later ones were: give it the next free number`);
  const changed = files.filter((file) =>
    applied.some(({ name, checksum }) => name === file.name && checksum !== file.checksum),
  );
  const appliedProblems = applied.filter(({ id }) => id <= newestFile).flatMap((each) => appliedProblem(each, files));
  const newer = applied.filter(({ id }) => id > newestFile).map(newerThanCode);
  // A file that is missing leaves a gap, too; that it was applied says more.
  const problems = [...new Set([...appliedProblems, ...newer, ...found.problems, ...skipped])];
  return { applied, pending, changed, problems, newer };
}

/** A status as other programs read it. */
export function toReport({ applied, pending, changed, problems }: MigrationStatus): MigrationReport {
  const changedNames = new Set(changed.map(({ name }) => name));
  return {
    applied: applied.map(({ name, appliedAt, durationMs }) => ({
      name,
      appliedAt: appliedAt.toISOString(),
      durationMs,
      changed: changedNames.has(name),
    })),
    pending: pending.map(({ name }) => name),
    problems: [...problems],
  };
}

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
