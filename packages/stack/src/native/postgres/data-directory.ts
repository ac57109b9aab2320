import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { PostgresBinaries } from './binaries.ts';
import type { PostgresHome } from './home.ts';
import { endOrphans, removeForeignPid, runningServer } from './postmaster.ts';
import { postgresEnvironment, postgresFailure, superuser } from './server.ts';
import { runAs } from '../system-user.ts';
import { runTool } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';

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
async function provision(
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
    env: postgresEnvironment(),
    input: statements(credentials),
    deadlineMs: 60_000,
    ...(signal ? { signal } : {}),
  });
  const errors = output.split('\n').filter((line) => /^\w{5} (ERROR|FATAL|PANIC):/.test(line));
  const serious = errors.filter((line) => !line.startsWith(duplicateDatabase));
  if (!ok || serious.length > 0) throw postgresFailure('The database could not be set up', ending, output);
}

/**
 * initdb's options. ICU gives the same sorting on every system, and lower() and upper() for all letters; the locale of
 * the system plays no part.
 */
const clusterOptions = [
  `--username=${superuser}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=icu',
  '--icu-locale=en-US',
  '--data-checksums',
  '--no-instructions',
];

/**
 * Makes a data directory with the application's user and database. It gets its name when it is complete, so that an
 * interrupted attempt is never taken for one.
 * @throws StackError with what PostgreSQL said
 */
export async function initialise(options: {
  readonly home: Pick<PostgresHome, 'binaries' | 'user'>;
  readonly dataDirectory: string;
  readonly credentials: Credentials;
  /** Whether it has to survive a crash of the machine from now on. */
  readonly durable: boolean;
  readonly signal?: AbortSignal;
}): Promise<void> {
  const { home, dataDirectory, credentials, durable, signal } = options;
  const parent = dirname(dataDirectory);
  const unfinished = `${dataDirectory}.unfinished`;
  const passwordFile = `${dataDirectory}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (home.user) chownSync(unfinished, home.user.uid, home.user.gid);
  try {
    writeFileSync(passwordFile, credentials.password, { mode: 0o600, flag: 'wx' });
    if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid);
    const args = ['--pgdata', unfinished, '--pwfile', passwordFile, ...clusterOptions];
    const { ok, output, ending } = await runTool(
      join(home.binaries, 'bin/initdb'),
      durable ? args : [...args, '--no-sync'],
      {
        ...runAs(home.user),
        cwd: parent,
        env: postgresEnvironment(),
        deadlineMs: 120_000,
        ...(signal ? { signal } : {}),
      },
    );
    if (!ok) throw postgresFailure('The data directory could not be made', ending, output);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  await provision(home, unfinished, credentials, signal);
  renameSync(unfinished, dataDirectory);
}

function fingerprint(credentials: Credentials): string {
  return createHash('sha256').update(JSON.stringify(credentials)).digest('hex');
}

function readOptional(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

const namesSchema = z.object({ user: z.string(), database: z.string() });

/** The names that the data was made for; undefined for data of a version that did not write them down. */
function readNames(file: string): z.infer<typeof namesSchema> | undefined {
  try {
    return namesSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Other names in .env would be given an empty database beside the one with the data, or tables that they may not touch. */
function checkNames(file: string, { user, database }: Credentials): void {
  const made = readNames(file);
  if (!made) return;
  const changed = [
    ['POSTGRES_USER', user, made.user, 'the data belongs to'],
    ['POSTGRES_DB', database, made.database, 'the data is in'],
  ].find(([, now, before]) => now !== before);
  if (!changed) return;
  const [name, now, before, what] = changed;
  throw new StackError(`${name} in .env is ${now}, but ${what} ${before}`, {
    code: 'database-refused',
    fix: [`Put it back into .env: ${name}=${before}`, 'Or start with no data: make clean'],
  });
}

function checkMajor(dataDirectory: string, major: string): void {
  const found = readOptional(join(dataDirectory, 'PG_VERSION'))?.trim();
  if (found === major) return;
  throw new StackError(
    `The data in ${dataDirectory} was made by PostgreSQL ${found ?? '(PG_VERSION is missing)'}, but this is ${major}`,
    { fix: ['Move the folder away to keep it, or start with no data: make clean'] },
  );
}

function checkOwner(dataDirectory: string, { user }: PostgresHome): void {
  const wanted = user?.uid ?? process.getuid?.();
  const { uid } = statSync(dataDirectory);
  if (wanted === undefined || uid === wanted) return;
  throw new StackError(
    `The data in ${dataDirectory} belongs to user ${uid}, but PostgreSQL would run as ${user?.name ?? `user ${wanted}`}`,
    { fix: ['Start as the user who started before (root, with sudo), or start with no data: sudo make clean'] },
  );
}

async function checkNobodyRuns(dataDirectory: string): Promise<void> {
  const pid = runningServer(dataDirectory);
  if (pid !== undefined) {
    throw new StackError(`A PostgreSQL that this stack did not start (pid ${pid}) runs on ${dataDirectory}`, {
      fix: [`Stop it: kill -INT ${pid}`],
    });
  }
  await endOrphans(dataDirectory);
  removeForeignPid(dataDirectory);
}

/**
 * Gets a data directory ready for a server: made if there is none, with the user, password and database of today's
 * configuration, and free of what a crashed server left.
 * @param report called with what is done when it takes time
 * @returns the data directory
 * @throws StackError when the data cannot be used by this version or user, or PostgreSQL fails
 */
export async function prepareData(options: {
  readonly home: PostgresHome;
  readonly binaries: Pick<PostgresBinaries, 'major'>;
  readonly credentials: Credentials;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}): Promise<string> {
  const { home, binaries, credentials, report, signal } = options;
  const dataDirectory = join(home.directory, 'data');
  const known = join(home.directory, 'credentials');
  const names = join(home.directory, 'names.json');
  const writeNames = () => {
    const { user, database } = credentials;
    writeFileSync(names, JSON.stringify({ user, database }), { mode: 0o600 });
  };
  const wanted = fingerprint(credentials);
  if (!existsSync(dataDirectory)) {
    report('making the data directory');
    await initialise({ home, dataDirectory, credentials, durable: true, signal });
    writeFileSync(known, wanted, { mode: 0o600 });
    writeNames();
    return dataDirectory;
  }
  checkOwner(dataDirectory, home);
  checkMajor(dataDirectory, binaries.major);
  checkNames(names, credentials);
  await checkNobodyRuns(dataDirectory);
  if (readOptional(known) !== wanted) {
    report('setting user and password of .env');
    await provision(home, dataDirectory, credentials, signal);
    writeFileSync(known, wanted, { mode: 0o600 });
  }
  writeNames();
  return dataDirectory;
}
