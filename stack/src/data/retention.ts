import type { Snapshot } from './catalog.ts';
import { readCatalog } from './catalog.ts';
import type { DataSession } from './session.ts';
import { StackError } from '../stack-error.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { dropDatabase } from './statements.ts';

const keptAutomatic = 10;

const sum = (snapshots: readonly Snapshot[]) => snapshots.reduce((total, { bytes }) => total + bytes, 0);

/**
 * Refuses a snapshot that would not fit beside those that may not be deleted.
 * @param bytes what it will take
 * @param maxBytes what all of them may take
 * @throws StackError before anything was done
 */
export function assertRoom(snapshots: readonly Snapshot[], bytes: number, maxBytes: number): void {
  const named = sum(snapshots.filter(({ automatic }) => !automatic));
  if (named + bytes <= maxBytes) return;
  const beside = named > 0 ? `, beside ${formatBytes(named)} of snapshots that have a name` : '';
  throw new StackError(
    `A snapshot of the data takes ${formatBytes(bytes)}${beside}: more than SNAPSHOTS_MAX_MB=${Math.floor(maxBytes / 1024 / 1024)} allows`,
    {
      fix: [
        ...(named > 0 ? ['Delete one: make snapshots, then make snapshot-delete NAME=…'] : []),
        'Or allow more: set SNAPSHOTS_MAX_MB in .env',
      ],
    },
  );
}

/**
 * Which may go: automatic ones beyond the last ten, and as many of the oldest as exceed the size. Never the newest, which
 * the command that is at work has made, and never one with a name.
 */
export function surplus(newestFirst: readonly Snapshot[], maxBytes: number): Snapshot[] {
  const automatic = newestFirst.filter((snapshot) => snapshot.automatic);
  const kept = automatic.slice(0, keptAutomatic);
  const gone = automatic.slice(keptAutomatic);
  let total = sum(newestFirst) - sum(gone);
  while (total > maxBytes && kept.length > 1) {
    const oldest = kept.pop();
    if (!oldest) break;
    gone.push(oldest);
    total -= oldest.bytes;
  }
  return gone;
}

/** Deletes what may go. */
export async function prune({ client, names, step }: DataSession, maxBytes: number): Promise<void> {
  const { snapshots } = await readCatalog(client, names);
  for (const { name, database } of surplus(snapshots, maxBytes)) {
    await step(`deleting the old automatic snapshot ${name}`);
    await client.query(dropDatabase(database));
  }
}
