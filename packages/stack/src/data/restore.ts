import { StackError } from '../stack-error.ts';
import { findSnapshot, readCatalog } from './catalog.ts';
import { dropDatabaseOnError, duplicate } from './databases.ts';
import { applyMigrations, compareMigrations } from './migrations.ts';
import { replaceLive } from './replace.ts';
import { assertRoom, prune } from './snapshots.ts';
import type { DataSession } from './data-session.ts';

/** What restoring did. */
export interface Restored {
  /** The snapshot that was made of what was replaced; undefined where there was nothing. */
  readonly saved: string | undefined;
  /** Migrations that the snapshot lacked, and were applied to what is restored. */
  readonly migrated: readonly string[];
}

function refuse(name: string, problems: readonly string[]): never {
  throw new StackError(
    `Snapshot ${name} does not match this code and was not restored:\n${problems.map((each) => `  ${each}`).join('\n')}`,
    {
      code: 'snapshot-mismatch',
      fix: ['Check out the branch that it was taken on, and restore it there.'],
    },
  );
}

/**
 * Replaces the data by a copy of a snapshot, which is kept. What was there becomes a snapshot, too.
 * @param options.maxBytes what all snapshots together may take
 * @throws StackError when there is no such snapshot, or it does not fit the code; then the data is unchanged
 */
export async function restore(
  session: DataSession,
  name: string,
  options: { readonly command: 'restore' | 'undo'; readonly maxBytes: number },
): Promise<Restored> {
  const { client, names, step, target } = session;
  const catalog = await readCatalog(client, names);
  const { database, bytes, migrations } = findSnapshot(catalog, name);
  if (catalog.live) assertRoom(catalog.snapshots, catalog.live.bytes, options.maxBytes);
  let migrated: readonly string[] = [];
  const saved = await dropDatabaseOnError(session, names.next, async () => {
    await step(`copying ${name}`);
    // At the same time, since starting the API's command takes as long as copying a small database.
    const [{ pending, problems }] = await Promise.all([
      compareMigrations(migrations),
      duplicate(session, database, bytes, names.next),
    ]);
    if (problems.length > 0) refuse(name, problems);
    migrated = pending;
    if (pending.length > 0) {
      await step(`applying ${pending.length} migrations that it lacks`);
      await applyMigrations(target.database, names.next);
    }
    return replaceLive(session, catalog, options.command);
  });
  await prune(session, options.maxBytes);
  return { saved, migrated };
}

/**
 * Goes back to what the last `reset`, `restore` or `undo` replaced.
 * @returns also the name of the snapshot that was restored
 * @throws StackError when nothing was replaced, or the snapshot is gone, and as of `restore`
 */
export async function undo(session: DataSession, maxBytes: number): Promise<Restored & { readonly name: string }> {
  const { live } = await readCatalog(session.client, session.names);
  const name = live?.metadata?.undo;
  if (!name) {
    throw new StackError('There is nothing to undo: the data was neither reset nor restored', {
      code: 'nothing-to-undo',
      fix: ['List what can be restored: make snapshots'],
    });
  }
  return { name, ...(await restore(session, name, { command: 'undo', maxBytes })) };
}
