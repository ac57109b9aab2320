import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceErrorSchema } from '@zero-to-running/health/contract/report';
import { explainServiceError } from '@zero-to-running/health/words/service-errors';

/** What is shown in VS Code: the extension, its dashboard, and the components of the frontend in that. */
const folders = ['src', 'webview/src', '../packages/health/src'];

/** A call of `l10n.t` with its message as a literal of one line, in either kind of quotes. */
const call = /\bl10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;

function unescape(literal: string): string {
  return literal.replaceAll(/\\(.)/g, (_match, character: string) => (character === 'n' ? '\n' : character));
}

async function readSources(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /(?<!\.test)\.tsx?$/.test(name));
  return Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
}

/** The messages that can be translated, in order. The contract's wording is translated where it is shown. */
export async function readStrings(root: string): Promise<string[]> {
  const sources = (await Promise.all(folders.map((folder) => readSources(join(root, folder))))).flat();
  const messages = sources.flatMap((text) =>
    [...text.matchAll(call)].map(([, single, double]) => single ?? double ?? ''),
  );
  const explanations = serviceErrorSchema.options
    .map(explainServiceError)
    .flatMap(({ what, remedy }) => [what, remedy]);
  return [...new Set([...messages.map(unescape), ...explanations])].toSorted();
}
