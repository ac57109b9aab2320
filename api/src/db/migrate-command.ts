import { classifyError } from '@zero-to-running/health/server/classify';
import pino from 'pino';
import { z } from 'zod';
import { ConfigError, variableOrFile, wrongConfiguration } from '../config.ts';
import { certificatesFor } from './connection.ts';
import { migrate, type MigrateOptions, migrationStatus } from './migrate.ts';
import { MigrationError } from './migration-files.ts';
import { compareWithFiles, toReport } from './migration-status.ts';

// Entry of `npm run migrate`, and in the production image of the command `src/db/migrate-command.js`: applies what is
// pending to the database of DATABASE_URL, and creates or updates the application's role where one is named.
// With the argument `status` it prints how files and database compare, as JSON; with `compare`, how files and what it
// reads from its standard input do.

const lockDeadlineMs = 60_000;

const variables = {
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }),
    must: 'the URL of a PostgreSQL database, such as postgres://user:password@host:5432/name',
  },
  APP_DATABASE_USER: {
    schema: z.string().regex(/^[a-z_][a-z\d_]{0,62}$/),
    must: 'a name of lower-case letters, digits and _, for the role that the API connects as',
  },
  APP_DATABASE_PASSWORD: {
    schema: z.string().regex(/^[\x21-\x7e]{8,}$/),
    must: 'at least 8 visible ASCII characters: the password of APP_DATABASE_USER',
  },
} as const;

type Name = keyof typeof variables;

/**
 * Reads the migration command's settings. APP_DATABASE_USER and APP_DATABASE_PASSWORD are given both or not at all.
 * Where the URL names no user, pg itself takes PGUSER, and PGPASSWORD where there is no DATABASE_PASSWORD.
 * @throws ConfigError listing every variable that is wrong or missing
 */
function readMigrateOptions(env: NodeJS.ProcessEnv): MigrateOptions {
  const faults: string[] = [];
  const read = (name: Name): string => {
    const { schema, must } = variables[name];
    const result = schema.safeParse(env[name]);
    if (!result.success) faults.push(`${name} must be ${must}`);
    return result.data ?? '';
  };
  const options = { url: read('DATABASE_URL'), password: variableOrFile(env, 'DATABASE_PASSWORD'), lockDeadlineMs };
  const hasRole = env['APP_DATABASE_USER'] || env['APP_DATABASE_PASSWORD'];
  const applicationRole = hasRole
    ? { user: read('APP_DATABASE_USER'), password: read('APP_DATABASE_PASSWORD') }
    : undefined;
  if (faults.length > 0) throw new ConfigError(faults);
  return { ...options, applicationRole };
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.faults.join('\n');
  if (error instanceof MigrationError) return error.message;
  const reason = error instanceof AggregateError ? error.errors.join('; ') : String(error);
  return `The database cannot be migrated (${classifyError(error)}): ${reason}`;
}

async function main(): Promise<number> {
  if (process.argv[2] === 'compare') {
    console.log(JSON.stringify(await compareWithFiles(process.stdin)));
    return 0;
  }
  const lines = { write: (line: string) => console.log(z.object({ msg: z.string() }).parse(JSON.parse(line)).msg) };
  try {
    const options = readMigrateOptions(process.env);
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
    return error instanceof ConfigError ? wrongConfiguration : 1;
  }
}

process.exitCode = await main();
