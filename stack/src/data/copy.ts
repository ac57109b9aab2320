import { withoutConnections } from './exclusive.ts';
import type { DataSession } from './session.ts';
import { copyDatabase } from './statements.ts';

/** From where on copying files is faster than writing pages to the log as well. */
const fileCopyBytes = 64 * 1024 * 1024;

/** Copies a database, to which nobody can connect for as long as that takes. */
export async function copy(session: DataSession, source: string, bytes: number, target: string): Promise<void> {
  const strategy = bytes < fileCopyBytes ? 'WAL_LOG' : 'FILE_COPY';
  const statement = copyDatabase(source, target, session.target.database.user, strategy);
  await withoutConnections(session, [source], () => session.client.query(statement));
}
