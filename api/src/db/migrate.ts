import { setTimeout as delay } from 'node:timers/promises';
import { product } from '@app/contract/product';
import type { ClientBase } from 'pg';
import type { Logger } from 'pino';
import { backOff } from '../retry.ts';
import { type ApplicationRole, ensureApplicationRole } from './application-role.ts';
import { connectionTarget, createDedicatedClient, type DatabaseTarget } from './connection.ts';
import { applyMigration, hasStatement } from './migration-apply.ts';
import { MigrationError, type MigrationFile, migrationsDirectory, readMigrationFiles } from './migration-files.ts';
import { compareMigrations, type MigrationStatus, readApplied } from './migration-status.ts';

/** Advisory locks share one space of numbers in each database; this one is "zero2run" in ASCII. */
const lockKey = '8819581267188282734';

interface Holder {
  readonly pid: number;
  readonly application: string;
  readonly since: Date | null;
}

/** Who holds the lock; advisory locks show the upper and lower half of their key. */
async function findHolder(client: ClientBase): Promise<Holder | undefined> {
  const { rows } = await client.query<Holder>(
    `SELECT a.pid, a.application_name AS application, a.backend_start AS since
       FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::bigint = ($1::bigint >> 32) AND l.objid::bigint = ($1::bigint & 4294967295)`,
    [lockKey],
  );
  return rows[0];
}

/**
 * Takes the lock under which migrations are applied; it is held until the connection ends.
 * It asks again and again instead of waiting inside a statement, because `CREATE INDEX CONCURRENTLY` of the holder
 * would wait for that statement, and neither would ever end.
 * @throws MigrationError naming the holder, when it is not free before the deadline
 */
export async function lockMigrations(client: ClientBase, deadlineMs: number): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [lockKey]);
    if (rows[0]?.locked) return;
    const left = deadline - performance.now();
    if (left <= 0) break;
    await delay(Math.min(backOff(attempt), left));
  }
  const holder = await findHolder(client);
  const who = holder
    ? `"${holder.application}" (PostgreSQL process ${holder.pid}, connected since ${holder.since?.toISOString()})`
    : 'another process';
  throw new MigrationError(
    `Migrations are locked by ${who} and were not released within ${deadlineMs} ms: wait for it to finish, or end it` +
      (holder ? ` with SELECT pg_terminate_backend(${holder.pid})` : ''),
  );
}

/** Which database to migrate, and how. */
export interface MigrateOptions extends DatabaseTarget {
  /** Milliseconds to wait for another process that migrates, and for each lock on a table. */
  readonly lockDeadlineMs: number;
  /** Where the migrations stand; the API's own by default. */
  readonly directory?: string;
  /** Whether the last files may hold comments only, as new ones do: they stay pending then. */
  readonly skipUnwritten?: boolean;
  /** Created or updated after the migrations, for where the application does not own its tables. */
  readonly applicationRole?: ApplicationRole | undefined;
}

const timeouts = { connectMs: 5_000, statementMs: 600_000, graceMs: 500, keepAliveDelayMs: 10_000 } as const;

const createTable = `CREATE TABLE IF NOT EXISTS migrations (
  id integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  duration_ms integer NOT NULL
)`;

/** Runs work on a connection outside the pool, which is closed after it, whatever happens. */
async function onOwnConnection<Result>(
  options: MigrateOptions,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  const connection = createDedicatedClient({
    ...connectionTarget(options),
    application_name: `${product.name} migrations`,
    connectionTimeoutMillis: timeouts.connectMs,
    statement_timeout: timeouts.statementMs,
    query_timeout: timeouts.statementMs + timeouts.graceMs,
    lock_timeout: options.lockDeadlineMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: timeouts.keepAliveDelayMs,
  });
  // A lost connection fails the query that is under way, too; without a listener it would end the process.
  connection.client.on('error', () => {});
  try {
    await connection.client.connect();
    return await work(connection.client);
  } finally {
    await connection.end();
  }
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new MigrationError(`Nothing was migrated:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}

/** Without those at the end that hold no statement. */
function writtenOf(pending: readonly MigrationFile[]): readonly MigrationFile[] {
  const last = pending.findLastIndex(({ sql }) => hasStatement(sql));
  return pending.slice(0, last + 1);
}

/**
 * Applies what is pending, in order, under a lock: any number of processes may call this at the same time.
 * @throws MigrationError when a file is refused or fails, or the lock is not free in time; the driver's error when the
 *   database cannot be reached
 */
export async function migrate(options: MigrateOptions, log: Logger): Promise<void> {
  const found = await readMigrationFiles(options.directory ?? migrationsDirectory);
  await onOwnConnection(options, async (client) => {
    await lockMigrations(client, options.lockDeadlineMs);
    await client.query(createTable);
    // Only now, under the lock: another process may have applied some while this one waited.
    const { applied, pending, problems } = compareMigrations(found, await readApplied(client));
    refuse(problems);
    const written = options.skipUnwritten ? writtenOf(pending) : pending;
    for (const file of written) {
      const durationMs = await applyMigration(client, file);
      log.info({ migration: file.name, durationMs }, `Applied ${file.name}`);
    }
    for (const { name } of pending.slice(written.length)) log.warn(`${name} has no statement yet and stays pending`);
    const total = applied.length + written.length;
    log.info(
      { applied: written.length, total },
      `The database is up to date: ${total} migrations, ${written.length} new`,
    );
    if (!options.applicationRole) return;
    const { user } = options.applicationRole;
    await ensureApplicationRole(client, options.applicationRole);
    log.info({ role: user }, `The role ${user} may use the tables`);
  });
}

/** How the files and a database compare; changes nothing, and does not wait for the lock. Errors as of `migrate`. */
export async function migrationStatus(options: MigrateOptions): Promise<MigrationStatus> {
  const found = await readMigrationFiles(options.directory ?? migrationsDirectory);
  return onOwnConnection(options, async (client) => {
    const { rows } = await client.query<{ exists: boolean }>(`SELECT to_regclass('migrations') IS NOT NULL AS exists`);
    return compareMigrations(found, rows[0]?.exists ? await readApplied(client) : []);
  });
}

/**
 * Checks that the migrations of this code have been applied; changes nothing. Newer ones are fine: while a deployment
 * goes on, and after it was rolled back, older code runs on the newer database.
 * @throws MigrationError when one is pending or was changed; the driver's error when the database cannot be reached
 */
export async function verifyMigrations(options: MigrateOptions, log: Logger): Promise<void> {
  const { newer, pending, problems } = await migrationStatus(options);
  const missing = pending.map(({ name }) => `${name} is not applied: run the migrate command`);
  const faults = [...problems.filter((problem) => !newer.includes(problem)), ...missing];
  if (faults.length > 0) {
    throw new MigrationError(
      `The database does not match this code:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
  }
  for (const note of newer) log.warn(note);
}
