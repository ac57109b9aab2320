import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appliedMigrationsSchema,
  migrationReportSchema,
  type AppliedMigrations,
  type MigrationReport,
} from '@app/contract/migrations';
import { thisCheckout } from '../checkout.ts';
import { codeOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import { connect } from './connection.ts';
import type { DataSession, DatabaseTarget } from './data-session.ts';

// The API's own command, as a process: there is one implementation of migrations.

const command = join(thisCheckout.root, 'api/src/db/migrate-command.ts');

const deadlineMs = 900_000;

function environmentFor({ host, port, user, password }: DatabaseTarget, database: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|NODE_ENV$|DATABASE_)/.test(name));
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'development',
    // The API's driver decodes it by decodeURI, which leaves the @ of snapshots alone.
    DATABASE_URL: `postgres://${shownHost}:${port}/${encodeURI(database)}`,
    PGUSER: user,
    PGPASSWORD: password,
  };
}

async function run(env: NodeJS.ProcessEnv, args: readonly string[], input = ''): Promise<string> {
  // Loaded only here: it is slow to load, and most verbs on the data run no migrations.
  const { runTool } = await import('../process/run.ts');
  const { ok, stdout, output, ending } = await runTool(process.execPath, [command, ...args], {
    env,
    input,
    deadlineMs,
  });
  if (ok) return stdout;
  throw new StackError(output.trim() || `The migrations failed: ${ending}`, {
    code: 'migrations-failed',
    fix: ['Show which are applied, pending or changed: make migrations'],
  });
}

/**
 * Applies what is pending.
 * @returns what was done, a line each
 * @throws StackError with what the API's command said
 */
export async function applyMigrations(target: DatabaseTarget, database: string): Promise<string> {
  return (await run(environmentFor(target, database), [])).trim();
}

/** How a database stands to the checkout's migrations; changes nothing. Errors as of `applyMigrations`. */
export async function readMigrations(target: DatabaseTarget, database: string): Promise<MigrationReport> {
  return migrationReportSchema.parse(JSON.parse(await run(environmentFor(target, database), ['status'])));
}

/**
 * Whether a database has migrations that do not match the checkout's, as after switching to another branch.
 * @returns undefined when it matches, or cannot be asked
 */
export async function findMismatch(target: DatabaseTarget): Promise<StackError | undefined> {
  const report = await readMigrations(target, target.name).catch(() => undefined);
  if (!report || report.problems.length === 0) return undefined;
  const problems = report.problems.map((each) => `  ${each}`).join('\n');
  return new StackError(`The database does not match the migrations of this branch:\n${problems}`, {
    code: 'migrations-mismatch',
    fix: [
      'Return to the branch that has them, then: make dev',
      'Or replace the data with what this branch needs; what is there is saved as a snapshot first: make reset',
      'To save it under a name of its own before that: make snapshot NAME=…',
      'The database stays up for these, and for: make migrations, make snapshots, make restore, make undo',
    ],
  });
}

/** How what was applied stands to the checkout's migrations. Errors as of `applyMigrations`. */
export async function compareMigrations(applied: AppliedMigrations): Promise<MigrationReport> {
  return migrationReportSchema.parse(JSON.parse(await run(process.env, ['compare'], JSON.stringify(applied))));
}

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

const directory = 'api/src/db/migrations';

const maxNumber = 9_999;

const header = (name: string) => `-- ${name.replaceAll('_', ' ')}: what it changes, and why.
-- It runs in a transaction. Once it was applied somewhere, change it by another migration only.

`;

function nextNumber(root: string): number {
  const numbers = readdirSync(join(root, directory)).map((file) => Number(/^(\d{4})_/.exec(file)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}

/**
 * Makes the file of the next migration, which holds a comment only.
 * @param root of the checkout
 * @param name words in lower case, joined by underscores
 * @returns its path, relative to the root
 * @throws StackError when the name cannot be used
 */
export function createMigration(root: string, name: string): string {
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name) || name.length > 80) {
    throw new StackError(`NAME=${name} is not a valid migration name`, {
      code: 'invalid-option',
      fix: ['Use lowercase words joined by _, at most 80 characters, such as NAME=add_due_date.'],
    });
  }
  const number = nextNumber(root);
  if (number > maxNumber) throw new StackError(`There are ${maxNumber} migrations already, which is the maximum`);
  const path = join(directory, `${String(number).padStart(4, '0')}_${name}.sql`);
  try {
    writeFileSync(join(root, path), header(name), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new StackError(`${path} was just created by another process`, { fix: ['Try again.'], cause: error });
  }
  return path;
}
