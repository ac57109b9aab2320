import { z } from 'zod';
import type { MigrateOptions } from './migrate.ts';

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

/** What a migration command is to do, and what is wrong with its environment: sentences that show no secret. */
export interface MigrateEnvironment {
  readonly options: MigrateOptions;
  /** The options count only where there are none. */
  readonly faults: readonly string[];
}

/**
 * Reads the migration command's settings. APP_DATABASE_USER and APP_DATABASE_PASSWORD are given both or not at all.
 * Where the URL names no user, pg itself takes PGUSER and PGPASSWORD.
 */
export function readMigrateOptions(env: NodeJS.ProcessEnv): MigrateEnvironment {
  const faults: string[] = [];
  const read = (name: Name): string => {
    const { schema, must } = variables[name];
    const result = schema.safeParse(env[name]);
    if (!result.success) faults.push(`${name} must be ${must}`);
    return result.data ?? '';
  };
  const options = { url: read('DATABASE_URL'), lockDeadlineMs };
  if (!env['APP_DATABASE_USER'] && !env['APP_DATABASE_PASSWORD']) return { options, faults };
  const applicationRole = { user: read('APP_DATABASE_USER'), password: read('APP_DATABASE_PASSWORD') };
  return { options: { ...options, applicationRole }, faults };
}
