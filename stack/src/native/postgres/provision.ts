import { join } from 'node:path';
import { runTool } from '../../process/run-tool.ts';
import { runAs } from '../system-user.ts';
import { postgresFailure } from './failure.ts';
import type { PostgresHome } from './home.ts';
import { postgresEnvironment, superuser } from './settings.ts';

/** The application's user and database. The password is the superuser's as well. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Single-user mode takes one statement per line. */
function statements({ user, password, database }: Credentials): string {
  const create = `CREATE ROLE ${identifier(user)} LOGIN`;
  const exists = `SELECT FROM pg_roles WHERE rolname = ${literal(user)}`;
  return [
    `ALTER ROLE ${identifier(superuser)} PASSWORD ${literal(password)};`,
    `DO $do$ BEGIN IF NOT EXISTS (${exists}) THEN ${create}; END IF; END $do$;`,
    `ALTER ROLE ${identifier(user)} LOGIN PASSWORD ${literal(password)};`,
    `CREATE DATABASE ${identifier(database)} OWNER ${identifier(user)};`,
    '',
  ].join('\n');
}

const duplicateDatabase = '42P04';

/**
 * Gives a cluster the application's user and database, or a changed password, while no server runs on it: in
 * single-user mode, so that neither a client nor a password is needed.
 * @throws StackError with what PostgreSQL said
 */
export async function provision(
  home: Pick<PostgresHome, 'binaries' | 'user'>,
  dataDirectory: string,
  credentials: Credentials,
  signal?: AbortSignal,
): Promise<void> {
  const quiet = ['log_checkpoints=off', 'log_min_error_statement=panic', 'log_line_prefix=%e ', 'timezone=UTC'];
  const args = ['--single', '-D', dataDirectory, ...quiet.flatMap((setting) => ['-c', setting]), superuser];
  const { ok, output, ending } = await runTool(join(home.binaries, 'bin/postgres'), args, {
    ...runAs(home.user),
    cwd: dataDirectory,
    env: postgresEnvironment(process.env),
    input: statements(credentials),
    deadlineMs: 60_000,
    ...(signal ? { signal } : {}),
  });
  const errors = output.split('\n').filter((line) => /^\w{5} (ERROR|FATAL|PANIC):/.test(line));
  const serious = errors.filter((line) => !line.startsWith(duplicateDatabase));
  if (!ok || serious.length > 0) throw postgresFailure('The database could not be set up', ending, output);
}
