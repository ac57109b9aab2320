/** Migrating failed or was refused; the message says for a person which file is meant, and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}
