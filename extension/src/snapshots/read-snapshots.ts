import { z } from 'zod';

/** Whether a text can name a snapshot: it becomes part of a database's name. */
export function isSnapshotName(text: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,29}$/.test(text);
}

const snapshotSchema = z.object({
  name: z.string().min(1),
  createdAt: z.iso.datetime(),
  bytes: z.number().nonnegative(),
  /** The command that took it, such as `reset`. */
  command: z.string().optional(),
});

export type Snapshot = z.infer<typeof snapshotSchema>;

const snapshotsSchema = z.object({ snapshots: z.array(snapshotSchema) });

/**
 * Reads what `make snapshots JSON=1` prints, newest first.
 * @throws where it is something else
 */
export function readSnapshots(text: string): Snapshot[] {
  const { snapshots } = snapshotsSchema.parse(JSON.parse(text));
  return snapshots.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}
