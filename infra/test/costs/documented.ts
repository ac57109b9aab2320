import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { infra } from '../support/infra-copy.ts';

function cells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll('**', '').trim());
}

/** The rows of the tables in docs/costs.md, in order, each as its cells without emphasis; heads are left out. */
export function documentedTables(): string[][][] {
  const text = readFileSync(join(infra, '../docs/costs.md'), 'utf8');
  return [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trim().split('\n').slice(2).map(cells));
}
