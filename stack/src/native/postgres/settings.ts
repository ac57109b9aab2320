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
export function postgresEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
