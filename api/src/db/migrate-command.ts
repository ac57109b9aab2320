import pino from 'pino';
import { z } from 'zod';
import { classifyError } from '../health/classify.ts';
import { migrate, migrationStatus } from './migrate.ts';
import { MigrationError } from './migration-error.ts';
import { toReport } from './migration-report.ts';

// Entry of `npm run migrate`: applies what is pending to the database of DATABASE_URL. With the argument `status` it
// changes nothing, and prints how the files and that database compare, as JSON.

/** `EX_CONFIG` of sysexits(3). */
const wrongConfiguration = 78;

const lockDeadlineMs = 60_000;

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });

function explain(error: unknown): string {
  if (error instanceof MigrationError) return error.message;
  const reason = error instanceof AggregateError ? error.errors.join('; ') : String(error);
  return `The database cannot be migrated (${classifyError(error)}): ${reason}`;
}

async function main(): Promise<number> {
  const url = databaseUrl.safeParse(process.env['DATABASE_URL']);
  if (!url.success) {
    console.error(
      'DATABASE_URL must be the URL of a PostgreSQL database, such as postgres://user:password@host:5432/name',
    );
    return wrongConfiguration;
  }
  const lines = { write: (line: string) => console.log(z.object({ msg: z.string() }).parse(JSON.parse(line)).msg) };
  try {
    if (process.argv[2] === 'status') {
      console.log(JSON.stringify(toReport(await migrationStatus({ url: url.data, lockDeadlineMs }))));
      return 0;
    }
    await migrate({ url: url.data, lockDeadlineMs }, pino({}, lines));
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

process.exitCode = await main();
