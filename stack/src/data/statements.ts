import { escapeIdentifier, escapeLiteral } from 'pg';
import type { DatabaseMetadata } from './metadata.ts';

// Statements that take no parameters; this is the only place that puts a name into one.

export function createDatabase(name: string, owner: string): string {
  // template0 is never connected to, and made by whoever made the server.
  return `CREATE DATABASE ${escapeIdentifier(name)} OWNER ${escapeIdentifier(owner)} TEMPLATE template0`;
}

/** @param strategy WAL_LOG writes every page twice; FILE_COPY copies files, between two checkpoints */
export function copyDatabase(source: string, copy: string, owner: string, strategy: 'WAL_LOG' | 'FILE_COPY'): string {
  const [from, to, user] = [source, copy, owner].map(escapeIdentifier);
  return `CREATE DATABASE ${to} OWNER ${user} TEMPLATE ${from} STRATEGY ${strategy}`;
}

export function renameDatabase(from: string, to: string): string {
  return `ALTER DATABASE ${escapeIdentifier(from)} RENAME TO ${escapeIdentifier(to)}`;
}

/** Also ends connections to it. */
export function dropDatabase(name: string): string {
  return `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`;
}

export function describeDatabase(name: string, metadata: DatabaseMetadata): string {
  return `COMMENT ON DATABASE ${escapeIdentifier(name)} IS ${escapeLiteral(JSON.stringify(metadata))}`;
}
