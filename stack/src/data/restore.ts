import { applyMigrations, compareMigrations } from './api-migrations.ts';
import { readCatalog } from './catalog.ts';
import { copy } from './copy.ts';
import { droppingOnFailure } from './dropping-on-failure.ts';
import { findSnapshot } from './find-snapshot.ts';
import { replaceLive } from './replace-live.ts';
import { assertRoom, prune } from './retention.ts';
import type { DataSession } from './session.ts';
import { StackError } from '../stack-error.ts';

/** What restoring did. */
export interface Restored {
  /** The snapshot that was made of what was replaced; undefined where there was nothing. */
  readonly saved: string | undefined;
  /** Migrations that the snapshot lacked, and were applied to what is restored. */
  readonly migrated: readonly string[];
}

function refuse(name: string, problems: readonly string[]): never {
  throw new StackError(
    `The snapshot ${name} does not fit this code, and was not restored:\n${problems.map((each) => `  ${each}`).join('\n')}`,
    { fix: ['Check out the code that it was made with, and restore it there.'] },
  );
}

/**
 * Replaces the data by a copy of a snapshot, which is kept. What was there becomes a snapshot, too.
 * @param options.maxBytes what all snapshots together may take
 * @throws StackError when there is no such snapshot, or it does not fit the code; the data are as they were before then
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
  const saved = await droppingOnFailure(session, names.next, async () => {
    await step(`copying ${name}`);
    // At the same time, since starting the API's command takes as long as copying a small database.
    const [{ pending, problems }] = await Promise.all([
      compareMigrations(migrations),
      copy(session, database, bytes, names.next),
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
