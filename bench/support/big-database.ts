import { mkdtempSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@zero-to-running/stack/data/connection';
import { startPostgres } from '@zero-to-running/stack/native/postgres/start-postgres';
import type { DataTarget } from '@zero-to-running/stack/data/data-session';

/** A durable server of a benchmark's own, with the files of its databases. */
export interface BigServer {
  readonly target: DataTarget;
  readonly query: (sql: string, database?: string) => Promise<Record<string, unknown>[]>;
  /** Copies the files of a database with cp(1), and deletes the copy. @returns seconds until cp ended, and until it was on disk */
  readonly copyFiles: (database: string) => Promise<{ readonly cp: number; readonly synced: number }>;
}

/** Runs work on a server whose database `app` has everything but data. */
export async function withBigServer(work: (server: BigServer) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-data-'));
  // Root starts the server as another user, who has to come this far.
  execFileSync('chmod', ['755', folder]);
  const dataDirectory = join(folder, 'data');
  const server = await startPostgres({ dataDirectory, durable: true });
  const { username: user, password } = new URL(server.url);
  const target: DataTarget = { database: { host: '127.0.0.1', port: server.port, user, password, name: 'app' } };
  const query = async (sql: string, database = 'app') => {
    const client = await connect(target.database, database, 'bench');
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  try {
    await work({
      target,
      query,
      async copyFiles(database) {
        const rows = await query(`SELECT oid::int AS oid FROM pg_database WHERE datname = '${database}'`, 'postgres');
        const copy = join(folder, 'copy');
        const start = performance.now();
        execFileSync('cp', ['-r', join(dataDirectory, 'base', String(rows[0]?.['oid'])), copy]);
        const cp = (performance.now() - start) / 1_000;
        execFileSync('sync');
        const synced = (performance.now() - start) / 1_000;
        rmSync(copy, { recursive: true });
        return { cp, synced };
      },
    });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
