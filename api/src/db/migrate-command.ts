import pino from 'pino';
import { z } from 'zod';
import { classifyError } from '../health/classify.ts';
import { certificatesFor } from './certificates.ts';
import { compareWithFiles } from './compare-with-files.ts';
import { migrate, migrationStatus } from './migrate.ts';
import { readMigrateOptions } from './migrate-environment.ts';
import { MigrationError } from './migration-error.ts';
import { toReport } from './migration-report.ts';

// Entry of `npm run migrate`, and in the production image of the command `src/db/migrate-command.js`: applies what is
// pending to the database of DATABASE_URL, and creates or updates the application's role where one is named.
// With the argument `status` it prints how files and database compare, as JSON; with `compare`, how files and what it
// reads from its standard input do.

/** `EX_CONFIG` of sysexits(3). */
const wrongConfiguration = 78;

function explain(error: unknown): string {
  if (error instanceof MigrationError) return error.message;
  const reason = error instanceof AggregateError ? error.errors.join('; ') : String(error);
  return `The database cannot be migrated (${classifyError(error)}): ${reason}`;
}

async function main(): Promise<number> {
  if (process.argv[2] === 'compare') {
    console.log(JSON.stringify(await compareWithFiles(process.stdin)));
    return 0;
  }
  const { options, faults } = readMigrateOptions(process.env);
  if (faults.length > 0) {
    console.error(faults.join('\n'));
    return wrongConfiguration;
  }
  const lines = { write: (line: string) => console.log(z.object({ msg: z.string() }).parse(JSON.parse(line)).msg) };
  try {
    if (process.argv[2] === 'status') {
      console.log(
        JSON.stringify(
          toReport(await migrationStatus({ ...options, certificates: await certificatesFor(options.url) })),
        ),
      );
      return 0;
    }
    const skipUnwritten = process.env['NODE_ENV'] === 'development';
    await migrate({ ...options, skipUnwritten, certificates: await certificatesFor(options.url) }, pino({}, lines));
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

process.exitCode = await main();
