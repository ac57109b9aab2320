import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A call of `l10n.t` with its message as a literal of one line, in either kind of quotes. */
const call = /\bl10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;

function unescape(literal: string): string {
  return literal.replaceAll(/\\(.)/g, (_match, character: string) => (character === 'n' ? '\n' : character));
}

/** The messages of the extension's source that can be translated, in order. */
export async function readStrings(root: string): Promise<string[]> {
  const folder = join(root, 'src');
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const messages = texts.flatMap((text) =>
    [...text.matchAll(call)].map(([, single, double]) => single ?? double ?? ''),
  );
  return [...new Set(messages.map(unescape))].toSorted();
}
