import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../../stack-error.ts';
import type { PostgresBinaries } from './binaries.ts';
import { endOrphans } from './ending.ts';
import type { PostgresHome } from './home.ts';
import { initialise } from './initialise.ts';
import { removeForeignPid, runningServer } from './postmaster-file.ts';
import { provision, type Credentials } from './provision.ts';

function fingerprint(credentials: Credentials): string {
  return createHash('sha256').update(JSON.stringify(credentials)).digest('hex');
}

function readOptional(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function checkMajor(dataDirectory: string, major: string): void {
  const found = readOptional(join(dataDirectory, 'PG_VERSION'))?.trim();
  if (found === major) return;
  throw new StackError(
    `The data in ${dataDirectory} was made by PostgreSQL ${found ?? '(PG_VERSION is missing)'}, but this is ${major}`,
    { fix: ['Move the folder away to keep it, or begin with no data: make clean'] },
  );
}

function checkOwner(dataDirectory: string, { user }: PostgresHome): void {
  const wanted = user?.uid ?? process.getuid?.();
  const { uid } = statSync(dataDirectory);
  if (wanted === undefined || uid === wanted) return;
  throw new StackError(
    `The data in ${dataDirectory} belongs to user ${uid}, but PostgreSQL would run as ${user?.name ?? `user ${wanted}`}`,
    { fix: ['Start as the user who started before (root, with sudo), or begin with no data: sudo make clean'] },
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
  const wanted = fingerprint(credentials);
  if (!existsSync(dataDirectory)) {
    report('making the data directory');
    await initialise({ home, dataDirectory, credentials, durable: true, signal });
    writeFileSync(known, wanted, { mode: 0o600 });
    return dataDirectory;
  }
  checkOwner(dataDirectory, home);
  checkMajor(dataDirectory, binaries.major);
  await checkNobodyRuns(dataDirectory);
  if (readOptional(known) !== wanted) {
    report('setting user and password of .env');
    await provision(home, dataDirectory, credentials, signal);
    writeFileSync(known, wanted, { mode: 0o600 });
  }
  return dataDirectory;
}
