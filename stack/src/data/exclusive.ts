import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSession } from './session.ts';

const terminate = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = ANY ($1) AND pid <> pg_backend_pid()`;

const everyMs = 10;

/**
 * Runs statements that PostgreSQL executes only while nobody is connected to these databases. It lets nobody in from the
 * moment such a statement begins until it, or its transaction, ends; here, those who are in are ended meanwhile.
 * So there is nothing to undo afterwards, and a killed process leaves no closed database behind.
 */
export async function withoutConnections<Result>(
  { aside }: Pick<DataSession, 'aside'>,
  databases: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const done = new AbortController();
  const end = async () => {
    while (!done.signal.aborted) {
      await aside.query(terminate, [databases]);
      await sleep(everyMs);
    }
  };
  const ending = end();
  // Looked at below; until then nobody would.
  ending.catch(() => undefined);
  try {
    return await work();
  } finally {
    done.abort();
    await ending;
  }
}
