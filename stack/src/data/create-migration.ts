import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';

const directory = 'api/src/db/migrations';

const maxNumber = 9_999;

const header = (name: string) => `-- ${name.replaceAll('_', ' ')}: what it changes, and why.
-- It runs in a transaction. Once it was applied somewhere, change it by another migration only.

`;

function nextNumber(root: string): number {
  const numbers = readdirSync(join(root, directory)).map((file) => Number(/^(\d{4})_/.exec(file)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}

/**
 * Makes the file of the next migration, which holds a comment only.
 * @param root of the checkout
 * @param name words in lower case, joined by underscores
 * @returns its path, relative to the root
 * @throws StackError when the name cannot be used
 */
export function createMigration(root: string, name: string): string {
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name) || name.length > 80) {
    throw new StackError(`NAME=${name}: a migration cannot be called so`, {
      fix: ['A name is lower-case words, joined by _, of 80 characters at most, such as NAME=add_due_date.'],
    });
  }
  const number = nextNumber(root);
  if (number > maxNumber) throw new StackError(`There are ${maxNumber} migrations, which is as many as there can be`);
  const path = join(directory, `${String(number).padStart(4, '0')}_${name}.sql`);
  try {
    writeFileSync(join(root, path), header(name), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new StackError(`${path} was made by somebody else just now`, { fix: ['Try again.'], cause: error });
  }
  return path;
}
