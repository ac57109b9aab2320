import { programEnvironment } from '../../environment/shell.ts';
import { StackError } from '../../stack-error.ts';

/** User that owns the cluster; the application's own user is no superuser. */
export const superuser = 'postgres';

/** Sized for one developer: memory and background processes are kept small, durability is not touched. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // The path of a socket would be too long in a deep checkout, and everything connects by TCP.
  unix_socket_directories: '',
  shared_buffers: '32MB',
  max_connections: '100',
  max_worker_processes: '2',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '1',
  max_wal_senders: '0',
  wal_level: 'minimal',
  max_wal_size: '256MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // The log's lines get their time from whoever keeps them.
  log_line_prefix: '[%p] %q%u@%d ',
};

/** Faster, but a crash of the machine loses everything: for data that nobody will miss. */
const throwaway: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

/** Arguments of postgres(1). */
export function serverArguments(options: {
  readonly dataDirectory: string;
  readonly port: number;
  readonly durable: boolean;
}): string[] {
  const all = { ...settings, ...(options.durable ? {} : throwaway), port: String(options.port) };
  return ['-D', options.dataDirectory, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** The environment for PostgreSQL's programs: one of this machine's must not change what they do, nor its language. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(programEnvironment()).filter(([name]) => !/^(LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

const damaged = [
  'The data is damaged. Copy it, for whoever can repair it: cp -aL .stack/postgres ~/damaged-postgres',
  'Then start with no data: make clean, make dev',
] as const;

const causes: readonly (readonly [RegExp, ...string[]])[] = [
  [/No space left on device/i, 'The disk is full: make room on it (df -h shows the disks), then start again.'],
  [/could not bind|Address already in use/i, 'Another process took the port meanwhile: start again.'],
  [
    /GLIBC|cannot open shared object|Library not loaded/i,
    'This system is too old or too small for the PostgreSQL that was installed: it needs glibc 2.27 or newer.',
  ],
  [
    /could not look up effective user ID/i,
    'Your user has no name on this machine: add it to /etc/passwd, or start as another user.',
  ],
  [
    /valid checkpoint record|invalid page in block|incorrect checksum|control file|could not (open|read) (file|directory) "(base|global|pg_)/i,
    ...damaged,
  ],
  [/shared memory/i, 'The system gives too little shared memory: in a container, start it with --shm-size=256m.'],
  [
    /Permission denied|wrong ownership|must be owned/i,
    'Its files belong to another user: give them back with chown, or delete them with `make clean`.',
  ],
  [
    /invalid locale|could not find suitable|locale/i,
    'The locale of this system is not usable: make doctor shows more.',
  ],
  [/password authentication failed/i, 'The password in .env is not the one of the database: make restart sets it.'],
];

/** What can be done about something PostgreSQL said; nothing when it is not known. */
export function postgresFix(output: string): string[] {
  const [, ...fix] = causes.find(([pattern]) => pattern.test(output)) ?? [];
  return fix;
}

/** The lines of an output that say what is wrong, at most eight. */
function relevantLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error|fatal|panic|could not|cannot|denied/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-8).join('\n  ');
}

/** A failed program of PostgreSQL, with what it said. */
export function postgresFailure(what: string, ending: string, output: string): StackError {
  return new StackError(`${what} (${ending}):\n  ${relevantLines(output)}`, { fix: postgresFix(output) });
}
