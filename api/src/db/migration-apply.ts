import { type ClientBase, DatabaseError } from 'pg';
import { MigrationError, type MigrationFile } from './migration-files.ts';

/** A place in a text, counted from 1 as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of an offset in UTF-16 units. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The line of a place with a caret below it. */
export function excerpt(text: string, { line, column }: Place): string {
  const content = text.split('\n')[line - 1] ?? '';
  const margin = ' '.repeat(String(line).length);
  const indent = content.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  return `  ${line} | ${content}\n  ${margin} | ${indent}^`;
}

/** Comments, strings, quoted names and bodies of functions: where a semicolon or a keyword means nothing. */
const opaque =
  /--[^\n]*|\/\*[^]*?(?:\*\/|$)|\$(\w*)\$[^]*?(?:\$\1\$|$)|\b[eE]'(?:[^'\\]|\\.|'')*'?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?/g;

/** The text with all that is opaque replaced by as many blanks or, where it is no comment, underscores. */
const bare = (sql: string): string =>
  sql.replaceAll(opaque, (text) => (/^(--|\/\*)/.test(text) ? ' ' : '_').repeat(text.length));

/** Whether there is more than comments in a text. */
export const hasStatement = (sql: string): boolean => /[^\s;]/.test(bare(sql));

/** A statement that a transaction begins or ends with. */
const transactionControl =
  /(?<=^|;)\s*\b(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT)\b(?:\s+(?:WORK|TRANSACTION))?\s*(?=;|$)/i;

/** What is sent to the server at once, and where in the file it begins, in UTF-16 units. */
interface Part {
  readonly text: string;
  readonly offset: number;
}

/** The statements of a file that is not in a transaction: sent together, they would be in one. */
function statementsOf(sql: string): Part[] {
  return Array.from(bare(sql).matchAll(/[^;]+/g), (match) => {
    const start = match.index + (match[0].length - match[0].trimStart().length);
    return { text: sql.slice(start, match.index + match[0].length).trimEnd(), offset: start };
  }).filter(({ text }) => hasStatement(text));
}

/** The server counts characters of what it was sent from 1; the text has UTF-16 units. */
function errorOffset({ text, offset }: Part, position: string): number {
  const characters = Number(position) - 1;
  return offset + Array.from(text).slice(0, characters).join('').length;
}

interface Failure {
  readonly file: MigrationFile;
  /** What the server was at; undefined when recording or committing failed. */
  readonly part: Part | undefined;
  readonly error: DatabaseError;
  /** Sentences about what stays behind. */
  readonly remains: readonly string[];
}

/** Without a position the server means a statement as a whole: which, is known where one alone was sent. */
function placeIn(file: MigrationFile, part: Part, { position }: DatabaseError): Place | undefined {
  if (position !== undefined) return placeOf(file.sql, errorOffset(part, position));
  const [only, ...more] = statementsOf(part.text);
  return only && more.length === 0 ? placeOf(file.sql, part.offset + only.offset) : undefined;
}

function failure({ file, part, error, remains }: Failure): MigrationError {
  const place = part && placeIn(file, part, error);
  const lines = [
    `${file.name}${place ? `:${place.line}:${place.column}` : ''}: ${error.message} (SQLSTATE ${error.code})`,
    place && excerpt(file.sql, place),
    error.detail && `  Detail: ${error.detail}`,
    error.hint && `  Hint: ${error.hint}`,
    error.where && `  Where: ${error.where}`,
    ...remains.map((sentence) => `  ${sentence}`),
  ];
  return new MigrationError(lines.filter(Boolean).join('\n'), { cause: error });
}

/** @throws MigrationError for a file that cannot be applied, before anything of it is run */
function check(file: MigrationFile): void {
  if (!hasStatement(file.sql)) throw new MigrationError(`${file.name} holds no statement`);
  const control = file.transaction ? transactionControl.exec(bare(file.sql)) : null;
  if (!control) return;
  const start = control.index + (control[0].length - control[0].trimStart().length);
  const { line, column } = placeOf(file.sql, start);
  throw new MigrationError(
    `${file.name}:${line}:${column}: a migration is in a transaction already and must not begin or end one; ` +
      'remove the statement, or begin the file with: -- no-transaction',
  );
}

/** Indexes that `CREATE INDEX CONCURRENTLY` left unfinished: they cost every write, and serve no query. */
async function findInvalidIndexes(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT indexrelid::regclass::text AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE NOT indisvalid AND relkind = 'i' AND relpersistence <> 't' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

const dropThem = (indexes: readonly string[]): string[] =>
  indexes.map((name) => `The index ${name} is unfinished (invalid). Drop it: DROP INDEX CONCURRENTLY ${name};`);

const record = 'INSERT INTO migrations (id, name, checksum, duration_ms) VALUES ($1, $2, $3, $4)';

async function recordMigration(client: ClientBase, { id, name, checksum }: MigrationFile, start: number) {
  const durationMs = Math.round(performance.now() - start);
  await client.query(record, [id, name, checksum, durationMs]);
  return durationMs;
}

async function currentTransaction(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
  return rows[0]?.id;
}

async function applyInTransaction(client: ClientBase, file: MigrationFile): Promise<number> {
  let part: Part | undefined;
  try {
    const start = performance.now();
    await client.query('BEGIN');
    const transaction = await currentTransaction(client);
    part = { text: file.sql, offset: 0 };
    await client.query(file.sql);
    part = undefined;
    if ((await currentTransaction(client)) !== transaction) {
      throw new MigrationError(
        `${file.name} ended the transaction it was in, so part of it stays applied: remove COMMIT and ROLLBACK from it`,
      );
    }
    const durationMs = await recordMigration(client, file, start);
    await client.query('COMMIT');
    return durationMs;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    if (!(error instanceof DatabaseError)) throw error;
    throw failure({ file, part, error, remains: ['Nothing of this file was applied.'] });
  }
}

async function applyWithoutTransaction(client: ClientBase, file: MigrationFile): Promise<number> {
  const before = new Set(await findInvalidIndexes(client));
  const findNewInvalid = async () => (await findInvalidIndexes(client)).filter((name) => !before.has(name));
  let part: Part | undefined;
  try {
    const start = performance.now();
    for (part of statementsOf(file.sql)) await client.query(part.text);
    part = undefined;
    // With IF NOT EXISTS, an index that an earlier attempt left unfinished looks like one that is there.
    const named = (await findInvalidIndexes(client)).filter((name) => file.sql.includes(name));
    if (named.length > 0) {
      throw new MigrationError([`${file.name} is not done:`, ...dropThem(named).map((line) => `  ${line}`)].join('\n'));
    }
    return await recordMigration(client, file, start);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const remains = [
      'This file is not in a transaction: what stands before this statement stays applied.',
      ...dropThem(await findNewInvalid().catch(() => [])),
      'Then correct the file so that it can run again (IF NOT EXISTS), and migrate again.',
    ];
    throw failure({ file, part, error, remains });
  }
}

/**
 * Applies one migration and records it, both in one transaction unless the file opts out.
 * @returns how long its statements took, in milliseconds
 * @throws MigrationError with the place in the file and the server's message; the driver's error when the connection is lost
 */
export async function applyMigration(client: ClientBase, file: MigrationFile): Promise<number> {
  check(file);
  const durationMs = await (file.transaction ? applyInTransaction : applyWithoutTransaction)(client, file);
  // A setting that a migration made for itself must not reach the next one.
  await client.query('RESET ALL');
  return durationMs;
}
