import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runTool } from '../../process/run-tool.ts';
import { runAs } from '../system-user.ts';
import { postgresFailure } from './failure.ts';
import type { PostgresHome } from './home.ts';
import { provision, type Credentials } from './provision.ts';
import { postgresEnvironment, superuser } from './settings.ts';

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
        env: postgresEnvironment(process.env),
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
