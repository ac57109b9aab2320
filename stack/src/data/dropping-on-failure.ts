import type { DataSession } from './session.ts';
import { dropDatabase } from './statements.ts';

/** Runs work that builds a database under a name of its own, and removes what it has built when it fails. */
export async function droppingOnFailure<Result>(
  { client }: DataSession,
  database: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // If even this fails, the next command does it.
    await client.query(dropDatabase(database)).catch(() => undefined);
    throw error;
  }
}
