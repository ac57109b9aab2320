import { spawnSync } from 'node:child_process';

const image = 'postgres:16-bookworm';

/** The server that is asked. */
export interface DumpedServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

const pipeline = 'pg_dump --dbname="$FROM" | psql --quiet --no-psqlrc --output=/dev/null --dbname="$TO"';

function hasOwn(): boolean {
  const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)/.exec(stdout ?? '')?.[1] ?? 0) >= 16;
}

/**
 * Copies a database into an empty one as one would without snapshots: `pg_dump | psql`, of this machine, or of the image
 * where this machine's are missing or too old.
 * @returns false where there is neither
 */
export function dumpAndRestore({ port, user, password }: DumpedServer, from: string, to: string): boolean {
  const values = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: user, PGPASSWORD: password, FROM: from, TO: to };
  const env = { ...process.env, ...values };
  const names = Object.keys(values).flatMap((name) => ['--env', name]);
  const [file, args] = hasOwn()
    ? ['sh', ['-c', pipeline]]
    : ['docker', ['run', '--rm', '--network', 'host', ...names, '--entrypoint', 'sh', image, '-c', pipeline]];
  return spawnSync(file, args, { env, stdio: 'ignore' }).status === 0;
}
