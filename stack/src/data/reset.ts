import { applyMigrations } from './api-migrations.ts';
import { readCatalog } from './catalog.ts';
import { droppingOnFailure } from './dropping-on-failure.ts';
import { replaceLive } from './replace-live.ts';
import { assertRoom, prune } from './retention.ts';
import { seedDatabase } from './seed/seed-database.ts';
import type { DataSession } from './session.ts';
import { createDatabase } from './statements.ts';

/**
 * Replaces the data by new ones: all migrations, and example tasks. What was there becomes a snapshot.
 * @param options.scale number of tasks
 * @param options.maxBytes what all snapshots together may take
 * @returns the snapshot's name; undefined where there was nothing to save
 * @throws StackError when it cannot be done; the data are as they were before then
 */
export async function reset(
  session: DataSession,
  { scale, maxBytes }: { readonly scale: number; readonly maxBytes: number },
): Promise<string | undefined> {
  const { client, names, step, target } = session;
  const catalog = await readCatalog(client, names);
  if (catalog.live) assertRoom(catalog.snapshots, catalog.live.bytes, maxBytes);
  const saved = await droppingOnFailure(session, names.next, async () => {
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
