import { appliedMigrationsSchema } from '@zero-to-running/contract/migrations';
import { z } from 'zod';
import { snapshotCommands } from './snapshot-names.ts';

/** What a snapshot's comment holds, as JSON. */
const snapshotMetadataSchema = z.object({
  kind: z.literal('snapshot'),
  createdAt: z.iso.datetime(),
  /** The verb that made it. */
  command: z.enum(snapshotCommands),
  /** Whether it may be deleted to make room: nobody gave it a name. */
  automatic: z.boolean(),
  /** What was applied to it. */
  migrations: appliedMigrationsSchema,
});

export type SnapshotMetadata = z.infer<typeof snapshotMetadataSchema>;

/** What the comment of the database in use holds, as JSON, once it has replaced another. */
const liveMetadataSchema = z.object({
  kind: z.literal('live'),
  /** Name of the snapshot that is what was replaced; none where there was nothing. */
  undo: z.string().nullable(),
  /** Whether the cache may still hold what was replaced. */
  cacheIsStale: z.boolean(),
});

export type LiveMetadata = z.infer<typeof liveMetadataSchema>;

export type DatabaseMetadata = SnapshotMetadata | LiveMetadata;

const metadataSchema = z.discriminatedUnion('kind', [snapshotMetadataSchema, liveMetadataSchema]);

/** @returns undefined for a comment that is not ours */
export function parseMetadata(comment: string | null): DatabaseMetadata | undefined {
  try {
    return metadataSchema.safeParse(JSON.parse(comment ?? '')).data;
  } catch {
    return undefined;
  }
}
