import { StackError } from '../stack-error.ts';

/** Longer names are cut off by PostgreSQL. */
const maxBytes = 63;

/**
 * How the databases of one application are called; the names say what may be done with each. Neither `@` nor `~` can be in
 * the application's own name.
 */
export interface DatabaseNames {
  /** What the API uses. */
  readonly live: string;
  /** Will replace it, and is not complete before it has; without meaning for the next command. */
  readonly next: string;
  /** Will be a snapshot, likewise. */
  readonly copy: string;
  /**
   * A complete snapshot.
   * @throws StackError when the name would be too long
   */
  ofSnapshot(name: string): string;
  /** The snapshot's name; undefined for any other database. */
  snapshotOf(database: string): string | undefined;
}

export function databaseNames(live: string): DatabaseNames {
  const prefix = `${live}@`;
  return {
    live,
    next: `${live}~next`,
    copy: `${live}~copy`,
    ofSnapshot(name) {
      const database = prefix + name;
      if (Buffer.byteLength(database) <= maxBytes) return database;
      throw new StackError(`The name ${database} is too long for PostgreSQL`, {
        fix: [`Choose a shorter one: at most ${maxBytes - Buffer.byteLength(prefix)} characters.`],
      });
    },
    snapshotOf: (database) => (database.startsWith(prefix) ? database.slice(prefix.length) : undefined),
  };
}
