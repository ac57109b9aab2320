/** Whether a user or database can be called so: PostgreSQL cuts longer names off, and keeps some for itself. */
export function isDatabaseName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_-]{0,30}$/u.test(name) && !name.startsWith('pg_');
}
