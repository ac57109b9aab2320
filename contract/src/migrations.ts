import { z } from 'zod';

/** What the API's migrate command prints, as JSON, when it is asked for the status of a database. */
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
