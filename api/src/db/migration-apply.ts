import { type ClientBase, DatabaseError } from 'pg';
import { excerpt, placeOf } from './excerpt.ts';
import { MigrationError } from './migration-error.ts';
import type { MigrationFile } from './migration-files.ts';
import { splitStatements, type SqlStatement } from './sql-statements.ts';

const controlsTransaction = /^(begin|start\s+transaction|commit|end|rollback|abort)\b/i;

/** The server counts characters of the statement from 1; the text has UTF-16 units. */
function errorOffset(statement: SqlStatement, error: DatabaseError): number {
  const characters = Number(error.position ?? 1) - 1;
  return statement.offset + Array.from(statement.text).slice(0, characters).join('').length;
}

function where(file: MigrationFile, statement: SqlStatement, error: DatabaseError): [string, string] {
  const place = placeOf(file.sql, errorOffset(statement, error));
  return [`${file.name}:${place.line}:${place.column}`, excerpt(file.sql, place)];
}

/** @param statement the one that failed; none when recording or committing did */
function failure(file: MigrationFile, statement: SqlStatement | undefined, error: DatabaseError): MigrationError {
  const [place, shown] = statement ? where(file, statement, error) : [file.name];
  const lines = [
    `${place}: ${error.message} (SQLSTATE ${error.code})`,
    shown,
    error.detail && `  Detail: ${error.detail}`,
    error.hint && `  Hint: ${error.hint}`,
    error.where && `  Where: ${error.where}`,
    file.transaction
      ? '  Nothing of this file was applied.'
      : '  This file is not in a transaction: what stands before this statement stays applied.',
  ];
  return new MigrationError(lines.filter(Boolean).join('\n'), { cause: error });
}

function readStatements(file: MigrationFile): SqlStatement[] {
  const statements = splitStatements(file.sql);
  if (statements.length === 0) throw new MigrationError(`${file.name} holds no statement`);
  const control = file.transaction && statements.find(({ text }) => controlsTransaction.test(text));
  if (control) {
    const { line, column } = placeOf(file.sql, control.offset);
    throw new MigrationError(
      `${file.name}:${line}:${column}: a migration is in a transaction already and must not begin or end one; ` +
        'remove the statement, or begin the file with: -- migrate: no-transaction',
    );
  }
  return statements;
}

const record = 'INSERT INTO migrations (id, name, checksum, duration_ms) VALUES ($1, $2, $3, $4)';

/**
 * Applies one migration and records it, both in one transaction unless the file opts out.
 * @returns how long its statements took, in milliseconds
 * @throws MigrationError with the place in the file and the server's message; the driver's error when the connection is lost
 */
export async function applyMigration(client: ClientBase, file: MigrationFile): Promise<number> {
  const statements = readStatements(file);
  let current: SqlStatement | undefined;
  try {
    const start = performance.now();
    if (file.transaction) await client.query('BEGIN');
    for (current of statements) await client.query(current.text);
    current = undefined;
    const durationMs = Math.round(performance.now() - start);
    await client.query(record, [file.id, file.name, file.checksum, durationMs]);
    if (file.transaction) await client.query('COMMIT');
    // A setting that a migration made for itself must not reach the next one.
    await client.query('RESET ALL');
    return durationMs;
  } catch (error) {
    if (file.transaction) await client.query('ROLLBACK').catch(() => {});
    throw error instanceof DatabaseError ? failure(file, current, error) : error;
  }
}
