import { join } from 'node:path';
import {
  migrationReportSchema,
  type AppliedMigrations,
  type MigrationReport,
} from '@zero-to-running/contract/migrations';
import { thisCheckout } from '../checkout.ts';
import { runTool } from '../process/run-tool.ts';
import { StackError } from '../stack-error.ts';
import type { DatabaseTarget } from './target.ts';

// The API's own command, as a process: there is one implementation of migrations.

const command = join(thisCheckout.root, 'api/src/db/migrate-command.ts');

const deadlineMs = 900_000;

function environmentFor({ host, port, user, password }: DatabaseTarget, database: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|NODE_ENV$|DATABASE_)/.test(name));
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'development',
    // The API's driver decodes it by decodeURI, which leaves the @ of snapshots alone.
    DATABASE_URL: `postgres://${shownHost}:${port}/${encodeURI(database)}`,
    PGUSER: user,
    PGPASSWORD: password,
  };
}

async function run(env: NodeJS.ProcessEnv, args: readonly string[], input = ''): Promise<string> {
  const { ok, stdout, output, ending } = await runTool(process.execPath, [command, ...args], {
    env,
    input,
    deadlineMs,
  });
  if (ok) return stdout;
  throw new StackError(output.trim() || `The migrations failed: ${ending}`, {
    fix: ['make migrations shows which are applied, pending or changed.'],
  });
}

/**
 * Applies what is pending.
 * @returns what was done, a line each
 * @throws StackError with what the API's command said
 */
export async function applyMigrations(target: DatabaseTarget, database: string): Promise<string> {
  return (await run(environmentFor(target, database), [])).trim();
}

/** How a database stands to the checkout's migrations; changes nothing. Errors as of `applyMigrations`. */
export async function readMigrations(target: DatabaseTarget, database: string): Promise<MigrationReport> {
  return migrationReportSchema.parse(JSON.parse(await run(environmentFor(target, database), ['status'])));
}

/** How what was applied stands to the checkout's migrations. Errors as of `applyMigrations`. */
export async function compareMigrations(applied: AppliedMigrations): Promise<MigrationReport> {
  return migrationReportSchema.parse(JSON.parse(await run(process.env, ['compare'], JSON.stringify(applied))));
}
