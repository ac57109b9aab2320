import { formatBytes } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { integerOption } from '../options.ts';
import { StackError } from '../stack-error.ts';
import {
  findSnapshot,
  readCatalog,
  type Snapshot,
  type SnapshotCommand,
  type SnapshotMetadata,
  snapshotCommands,
} from './catalog.ts';
import {
  describeDatabase,
  dropDatabase,
  dropDatabaseOnError,
  duplicate,
  renameDatabase,
  transaction,
} from './databases.ts';
import { readApplied } from './migrations.ts';
import type { DataSession } from './data-session.ts';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StackMode } from '../state/stack-state.ts';

const megabyte = 1024 * 1024;

/**
 * SNAPSHOTS_MAX_MB of the environment or `.env`: what all snapshots together may take.
 * @returns bytes
 * @throws StackError when it is no such number
 */
export function snapshotsMaxBytes(checkout: Checkout, environment: NodeJS.ProcessEnv): number {
  const name = 'SNAPSHOTS_MAX_MB';
  const variables = { [name]: environment[name] || readEnvFile(checkout)[name] };
  return megabyte * integerOption(variables, name, { min: 1, max: 100_000_000, fallback: 4_096 });
}

const pattern = /^[a-z0-9][a-z0-9_-]{0,29}$/;

const automaticPattern = new RegExp(`^(?:${snapshotCommands.join('|')})-\\d{8}-\\d{6}(?:-\\d+)?$`);

/**
 * Checks a name that a person chose for a new snapshot.
 * @throws StackError saying which names there can be
 */
export function checkNewName(name: string): void {
  if (!pattern.test(name)) {
    throw new StackError(`NAME=${name} is not a valid snapshot name`, {
      code: 'invalid-option',
      fix: ['Use 1 to 30 lowercase letters, digits, - or _, beginning with a letter or digit.'],
    });
  }
  if (automaticPattern.test(name)) {
    throw new StackError(`NAME=${name} is reserved for snapshots that are taken automatically`, {
      code: 'invalid-option',
      fix: ['Choose a name that says what the data is, such as NAME=before-demo.'],
    });
  }
}

/**
 * A name for a snapshot that nobody named, such as `reset-20261123-120000`.
 * @param taken names that are in use
 */
export function automaticName(command: SnapshotCommand, now: Date, taken: ReadonlySet<string>): string {
  const [date = '', time = ''] = now.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  const base = `${command}-${date}-${time}`;
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}`;
  return name;
}

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
  const beside = named > 0 ? `, beside ${formatBytes(named)} of named snapshots` : '';
  throw new StackError(
    `A snapshot of the data takes ${formatBytes(bytes)}${beside}: more than SNAPSHOTS_MAX_MB=${Math.floor(maxBytes / 1024 / 1024)} allows`,
    {
      code: 'no-room',
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
function surplus(newestFirst: readonly Snapshot[], maxBytes: number): Snapshot[] {
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

function chooseName(wanted: string | undefined, taken: ReadonlySet<string>, now: Date): string {
  if (wanted === undefined) return automaticName('snapshot', now, taken);
  checkNewName(wanted);
  if (!taken.has(wanted)) return wanted;
  throw new StackError(`Snapshot ${wanted} already exists`, {
    code: 'snapshot-exists',
    fix: [`Choose another name, or delete that one: make snapshot-delete NAME=${wanted}`],
  });
}

/**
 * Copies the data to a snapshot.
 * @param options.name without one it counts as automatic
 * @param options.maxBytes what all snapshots together may take
 * @returns its name
 * @throws StackError when there is no room, or the name cannot be used
 */
export async function takeSnapshot(
  session: DataSession,
  options: { readonly name?: string | undefined; readonly maxBytes: number },
): Promise<string> {
  const { client, names, step } = session;
  const { live, snapshots } = await readCatalog(client, names);
  const now = new Date();
  const name = chooseName(options.name, new Set(snapshots.map((each) => each.name)), now);
  const database = names.ofSnapshot(name);
  if (!live) {
    throw new StackError(`There is no database ${names.live}`, {
      code: 'database-refused',
      fix: ['If POSTGRES_DB in .env was changed: put the earlier name back.', 'make reset makes a new one.'],
    });
  }
  assertRoom(snapshots, live.bytes, options.maxBytes);
  const metadata: SnapshotMetadata = {
    kind: 'snapshot',
    createdAt: now.toISOString(),
    command: 'snapshot',
    automatic: options.name === undefined,
    migrations: await readApplied(session, names.live),
  };
  await dropDatabaseOnError(session, names.copy, async () => {
    await step('copying the data');
    await duplicate(session, names.live, live.bytes, names.copy);
    await step('naming the snapshot');
    await transaction(client, async () => {
      await client.query(renameDatabase(names.copy, database));
      await client.query(describeDatabase(database, metadata));
    });
  });
  await prune(session, options.maxBytes);
  return name;
}

/** @throws StackError when there is no such snapshot */
export async function deleteSnapshot({ client, names, step }: DataSession, name: string): Promise<void> {
  const { database } = findSnapshot(await readCatalog(client, names), name);
  await step(`deleting ${name}`);
  await client.query(dropDatabase(database));
}

// The snapshots as the last command on the data saw them, in `.stack`: what is about to be deleted with the database can
// be named when that does not run, or is damaged.

const listSchema = z.array(
  z.object({ name: z.string(), createdAt: z.string(), bytes: z.number(), automatic: z.boolean() }),
);

export type ListedSnapshot = z.infer<typeof listSchema>[number];

const fileOf = ({ directory }: Checkout, mode: StackMode) => join(directory, `snapshots-${mode}.json`);

/** Notes what snapshots there are. */
export function writeSnapshotList(checkout: Checkout, mode: StackMode, snapshots: readonly Snapshot[]): void {
  const list = snapshots.map(({ name, createdAt, bytes, automatic }) => ({ name, createdAt, bytes, automatic }));
  mkdirSync(checkout.directory, { recursive: true });
  writeFileSync(fileOf(checkout, mode), JSON.stringify(list));
}

/** The snapshots that a person has named, newest first; none where no command has noted any. */
export function readNamedSnapshots(checkout: Checkout, mode: StackMode): ListedSnapshot[] {
  try {
    const list = listSchema.parse(JSON.parse(readFileSync(fileOf(checkout, mode), 'utf8')));
    return list.filter(({ automatic }) => !automatic);
  } catch {
    return [];
  }
}

/** The data was deleted, and the snapshots with it. */
export function removeSnapshotList(checkout: Checkout, mode: StackMode): void {
  rmSync(fileOf(checkout, mode), { force: true });
}
