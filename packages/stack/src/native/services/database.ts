import type { Checkout } from '../../checkout.ts';
import type { Settings } from '../../environment/settings.ts';
import { isPostgresReady } from '../../probes/stores.ts';
import { findPostgres } from '../postgres/binaries.ts';
import { postgresEnding } from '../postgres/postmaster.ts';
import { postgresEnvironment, postgresFix, serverArguments } from '../postgres/server.ts';
import { openPostgresHome } from '../postgres/home.ts';
import { prepareData } from '../postgres/data-directory.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { runAs } from '../system-user.ts';

/** PostgreSQL on the data of this checkout. */
export function databaseService(checkout: Checkout, settings: Settings, port: number): ServiceDefinition {
  return {
    name: 'database',
    critical: true,
    // After a crash it first replays its log.
    readyWithinMs: 60_000,
    ending: postgresEnding,
    async prepare(report, signal) {
      const binaries = findPostgres();
      const home = openPostgresHome(checkout, binaries);
      const dataDirectory = await prepareData({ home, binaries, credentials: settings, report, signal });
      return {
        program: `PostgreSQL ${binaries.version.replace(/\.0-.*$/, '')}`,
        file: `${home.binaries}/bin/postgres`,
        args: serverArguments({ dataDirectory, port, durable: true }),
        cwd: home.directory,
        env: postgresEnvironment(),
        ...runAs(home.user),
      };
    },
    isReady: () => isPostgresReady(port),
    fixFor: postgresFix,
  };
}
