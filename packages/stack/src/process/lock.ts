import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import { until } from './wait.ts';

/** The right to run or change this checkout's stack; one process has it at a time. */
export interface Lock {
  release(): void;
}

/** SQLITE_BUSY of SQLite's result codes: another connection has the lock. */
const busy = 5;

const isBusy = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === busy;

/**
 * Takes the lock if it is free. It is a lock of the operating system on a file, which SQLite knows how to take on every
 * platform; whatever happens to its holder, the system gives it back, so that there are no stale locks to judge.
 * @returns undefined when another process has it
 * @throws StackError when the file cannot be used, as when it is another user's
 */
export function tryLock(file: string): Lock | undefined {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    database = new DatabaseSync(file);
    // Nothing is ever written, so that there is nothing to take back.
    database.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw new StackError(`Cannot use the lock file ${file}: ${messageOf(error)}`, {
      fix: ['If root started the stack before: sudo make down && sudo chown -R "$(id -u)" .stack'],
      cause: error,
    });
  }
  const held = database;
  return { release: () => held.close() };
}

/**
 * Waits for the lock.
 * @param options.onWait called once if another process has it
 * @returns undefined when it did not become free within the deadline; rejects with the signal's reason when that is aborted
 */
export async function waitForLock(
  file: string,
  options: { readonly deadlineMs: number; readonly onWait?: () => void; readonly signal?: AbortSignal | undefined },
): Promise<Lock | undefined> {
  let lock = tryLock(file);
  if (lock) return lock;
  options.onWait?.();
  const { deadlineMs, signal } = options;
  const isTaken = () => (lock = tryLock(file)) !== undefined;
  await until(isTaken, { deadlineMs, everyMs: 50, ...(signal ? { signal } : {}) });
  return lock;
}

/** A build of images on a slow line takes this long at most. */
const commandDeadlineMs = 20 * 60_000;

/**
 * Waits until no other command changes the stack whose lock this is.
 * @param onWait called once if one does
 * @throws StackError when that does not come to an end; the signal's reason when it is aborted
 */
export async function acquireStackLock(
  { lockFile }: { readonly lockFile: string },
  onWait: () => void,
  signal?: AbortSignal,
): Promise<Lock> {
  const lock = await waitForLock(lockFile, { deadlineMs: commandDeadlineMs, onWait, signal });
  if (lock) return lock;
  throw new StackError(`Timed out after ${commandDeadlineMs / 60_000} min waiting for another command on this stack`, {
    fix: ['make down ends it.'],
  });
}
