import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';

/** The right to run this checkout's stack; one process has it at a time. */
export interface Lock {
  release(): void;
}

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
    if (/locked/.test(messageOf(error))) return undefined;
    throw new StackError(`${file} cannot be used: ${messageOf(error)}`, {
      fix: ['If root started the stack before: sudo make down && sudo chown -R "$(id -u)" .stack'],
      cause: error,
    });
  }
  const held = database;
  return { release: () => held.close() };
}
