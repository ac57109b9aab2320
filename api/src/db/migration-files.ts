import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Migrating failed or was refused; the message says for a person which file is meant, and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** Where the API's migrations stand. */
export const migrationsDirectory = join(import.meta.dirname, 'migrations');

/** A migration as it stands in the checkout. */
export interface MigrationFile {
  readonly id: number;
  /** The file's name, such as `0001_tasks.sql`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256, in hexadecimal, of the text with its line ends normalised. */
  readonly checksum: string;
  /** False where the file says `-- no-transaction` before its first statement, for statements that refuse to be in one. */
  readonly transaction: boolean;
}

/** What was found in the directory; `problems` are sentences, each naming its file. */
export interface MigrationFiles {
  readonly files: readonly MigrationFile[];
  readonly problems: readonly string[];
}

const namePattern = /^(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/;

const optOutPattern = /^\s*--\s*(migrate:\s*)?no-transaction\s*$/i;

/** So that a checkout with Windows line ends has the same checksums. */
const normalise = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');

function hasOptOut(sql: string): boolean {
  const lines = sql.split('\n');
  const header = lines.slice(
    0,
    lines.findIndex((line) => !/^\s*(--.*)?$/.test(line)),
  );
  return header.some((line) => optOutPattern.test(line));
}

async function read(directory: string, name: string): Promise<MigrationFile> {
  const sql = normalise(await readFile(join(directory, name), 'utf8'));
  return {
    id: Number(name.slice(0, 4)),
    name,
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
    transaction: !hasOptOut(sql),
  };
}

/** Finds what is wrong with the numbers of files in ascending order. */
function numberingProblems(files: readonly MigrationFile[]): string[] {
  return files.flatMap(({ id, name }, index) => {
    const before = files[index - 1];
    if (id === before?.id)
      return [`${name} has the same number as ${before.name}: give one of them the next free number`];
    const expected = (before?.id ?? 0) + 1;
    if (id === expected) return [];
    const missing = `${String(expected).padStart(4, '0')}_….sql`;
    return [`${name} leaves a gap: ${missing} should come before it`];
  });
}

/** Reads every migration of a directory, in order. Hidden files do not count; any other file has to be one. */
export async function readMigrationFiles(directory: string): Promise<MigrationFiles> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.')).toSorted();
  const problems = names
    .filter((name) => !namePattern.test(name))
    .map((name) => `${name} is not named like a migration: NNNN_lower_case_words.sql`);
  const files = await Promise.all(names.filter((name) => namePattern.test(name)).map((name) => read(directory, name)));
  return { files, problems: [...problems, ...numberingProblems(files)] };
}
