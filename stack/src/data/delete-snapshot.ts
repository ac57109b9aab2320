import { readCatalog } from './catalog.ts';
import { findSnapshot } from './find-snapshot.ts';
import type { DataSession } from './session.ts';
import { dropDatabase } from './statements.ts';

/** @throws StackError when there is no such snapshot */
export async function deleteSnapshot({ client, names, step }: DataSession, name: string): Promise<void> {
  const { database } = findSnapshot(await readCatalog(client, names), name);
  await step(`deleting ${name}`);
  await client.query(dropDatabase(database));
}
