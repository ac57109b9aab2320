import { z } from 'zod';

/** Migrations as a database remembers them, in their order; what the migrate command takes to compare its files with. */
export const appliedMigrationsSchema = z.array(
  z.object({
    id: z.int().positive(),
    name: z.string(),
    /** SHA-256, in hexadecimal. */
    checksum: z.string(),
    appliedAt: z.iso.datetime(),
    durationMs: z.int().nonnegative(),
  }),
);

export type AppliedMigrations = z.infer<typeof appliedMigrationsSchema>;

/** What the API's migrate command prints, as JSON, when it is asked how its files and what was applied compare. */
export const migrationReportSchema = z.object({
  applied: z.array(
    z.object({
      name: z.string(),
      appliedAt: z.iso.datetime(),
      durationMs: z.int().nonnegative(),
      /** Whether the file is another one by now than what was applied. */
      changed: z.boolean(),
    }),
  ),
  /** Names of files, in the order in which they will be applied. */
  pending: z.array(z.string()),
  /** Why nothing may be applied: sentences, each naming its file. */
  problems: z.array(z.string()),
});

export type MigrationReport = z.infer<typeof migrationReportSchema>;
