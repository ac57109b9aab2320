import { readCatalog } from './catalog.ts';
import { createDatabase, dropDatabaseOnError } from './databases.ts';
import { applyMigrations } from './migrations.ts';
import { replaceLive } from './replace.ts';
import { assertRoom, prune } from './snapshots.ts';
import type { DataSession } from './data-session.ts';

/** Loaded where tasks are made: the words of seventy languages come with it. */
const seeding = () => import('./seed.ts');

/**
 * Replaces the data by new data: all migrations, and example tasks. What was there becomes a snapshot.
 * @param options.scale number of tasks
 * @param options.maxBytes what all snapshots together may take
 * @returns the snapshot's name; undefined where there was nothing to save
 * @throws StackError when it cannot be done; then the data is unchanged
 */
export async function reset(
  session: DataSession,
  { scale, maxBytes }: { readonly scale: number; readonly maxBytes: number },
): Promise<string | undefined> {
  const { client, names, step, target } = session;
  const catalog = await readCatalog(client, names);
  if (catalog.live) assertRoom(catalog.snapshots, catalog.live.bytes, maxBytes);
  const { seedDatabase } = await seeding();
  const saved = await dropDatabaseOnError(session, names.next, async () => {
    await step('making a new database');
    await client.query(createDatabase(names.next, target.database.user));
    await step('applying the migrations');
    await applyMigrations(target.database, names.next);
    await step(`adding ${scale} tasks`);
    await seedDatabase(target.database, names.next, scale);
    return replaceLive(session, catalog, 'reset');
  });
  await prune(session, maxBytes);
  return saved;
}
