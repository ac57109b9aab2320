import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../../ports/free-port.ts';
import { isPostgresReady } from '../../probes/stores.ts';
import { runAs, serviceUser } from '../system-user.ts';
import { startThrowaway, type ThrowawayServer } from '../throwaway-server.ts';
import { binariesFor, findPostgres } from './binaries.ts';
import { postgresEnding } from './postmaster.ts';
import { initialise } from './data-directory.ts';
import { postgresEnvironment, serverArguments, superuser } from './server.ts';

const password = 'throwaway';

/**
 * Starts a PostgreSQL that has nothing to do with the stack's, for tests and benchmarks: without durability, and gone
 * with this process.
 *
 *     const server = await startPostgres();
 *     process.env.TEST_DATABASE_URL = server.url;
 *     await server.stop();
 *
 * @param options.port 0, the default, takes a free one
 * @param options.dataDirectory made if it does not exist, and kept; without it the data is in a temporary folder that
 *   `stop` deletes. Started by root, the server runs as another user, who must be able to enter the folder above it.
 * @param options.durable survives a crash of the machine; it does not by default
 * @returns a server whose `url` is the superuser's, for the database `postgres`
 * @throws StackError with PostgreSQL's words when it does not start
 */
export async function startPostgres(
  options: { readonly port?: number; readonly dataDirectory?: string; readonly durable?: boolean } = {},
): Promise<ThrowawayServer> {
  const { durable = false } = options;
  const port = options.port || (await anyFreePort());
  const temporary = mkdtempSync(join(tmpdir(), 'postgres-'));
  const cleanUp = () => rmSync(temporary, { recursive: true, force: true });
  try {
    const user = serviceUser('/');
    if (user) chownSync(temporary, user.uid, user.gid);
    chmodSync(temporary, 0o700);
    const found = findPostgres();
    const binaries = user ? binariesFor(user, found, temporary) : found.directory;
    const dataDirectory = options.dataDirectory ?? join(temporary, 'data');
    mkdirSync(join(dataDirectory, '..'), { recursive: true });
    if (!existsSync(dataDirectory)) {
      const credentials = { user: superuser, password, database: 'postgres' };
      await initialise({ home: { binaries, user }, dataDirectory, credentials, durable });
    }
    return await startThrowaway({
      name: 'PostgreSQL',
      port,
      url: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
      launch: {
        file: join(binaries, 'bin/postgres'),
        args: serverArguments({ dataDirectory, port, durable }),
        cwd: temporary,
        env: postgresEnvironment(),
        ...runAs(user),
      },
      ready: () => isPostgresReady(port),
      ending: postgresEnding,
      cleanUp,
    });
  } catch (error) {
    cleanUp();
    throw error;
  }
}
