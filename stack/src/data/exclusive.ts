import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSession } from './session.ts';

const terminate = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = ANY ($1) AND pid <> pg_backend_pid()`;

const everyMs = 10;

const stillThere = 'SELECT FROM pg_stat_activity WHERE datname = ANY ($1) AND pid <> pg_backend_pid() LIMIT 1';

const patienceMs = 100;

/** PostgreSQL looks every 100 ms only, so that it is worth while to have them gone before it looks first. */
async function endNow({ aside }: Pick<DataSession, 'aside'>, databases: readonly string[]): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    await aside.query(terminate, [databases]);
    if ((await aside.query(stillThere, [databases])).rowCount === 0) return;
    await sleep(2);
  }
}

/**
 * Runs statements that PostgreSQL executes only while nobody is connected to these databases. It lets nobody in from the
 * moment such a statement begins until it, or its transaction, ends; here, those who are in are ended meanwhile.
 * So there is nothing to undo afterwards, and a killed process leaves no closed database behind.
 */
export async function withoutConnections<Result>(
  session: Pick<DataSession, 'aside'>,
  databases: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  await endNow(session, databases);
  const done = new AbortController();
  const end = async () => {
    while (!done.signal.aborted) {
      await session.aside.query(terminate, [databases]);
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
