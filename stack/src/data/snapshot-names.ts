import { StackError } from '../stack-error.ts';

/** Verbs that make snapshots. */
export const snapshotCommands = ['snapshot', 'reset', 'restore', 'undo'] as const;

export type SnapshotCommand = (typeof snapshotCommands)[number];

const pattern = /^[a-z0-9][a-z0-9_-]{0,29}$/;

const automaticPattern = new RegExp(`^(?:${snapshotCommands.join('|')})-\\d{8}-\\d{6}(?:-\\d+)?$`);

/**
 * Checks a name that a person chose for a new snapshot.
 * @throws StackError saying which names there can be
 */
export function checkNewName(name: string): void {
  if (!pattern.test(name)) {
    throw new StackError(`NAME=${name}: a snapshot cannot be called so`, {
      fix: ['A name is 1 to 30 lower-case letters, digits, - or _, beginning with a letter or digit.'],
    });
  }
  if (automaticPattern.test(name)) {
    throw new StackError(`NAME=${name}: such names are given to snapshots that are made automatically`, {
      fix: ['Choose one that says what the data are, such as NAME=before-demo.'],
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
