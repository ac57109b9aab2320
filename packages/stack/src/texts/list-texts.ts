import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isProse, sourceTexts, type FoundText } from './source-texts.ts';

/** A text and the place where it is written. */
export interface Text {
  readonly surface: string;
  /** From the repository's root. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

type Reader = (file: string, content: string) => FoundText[];

const matches =
  (pattern: RegExp, isText: (text: string) => boolean = () => true): Reader =>
  (_file, content) =>
    [...content.matchAll(pattern)].flatMap(({ index, 1: one, 2: other }) => {
      const text = one ?? other ?? '';
      return isText(text) ? [{ start: index, text }] : [];
    });

/** Strings in single or double quotes, but for those in comments. */
const shellTexts: Reader = (file, content) => {
  const code = content.replaceAll(/^\s*#.*$/gm, (comment) => ' '.repeat(comment.length));
  return matches(/(?:'([^']*)'|"((?:[^"\\]|\\.)*)")/g, isProse)(file, code);
};

const stringsSchema = z.record(z.string(), z.string());

const stringsTexts: Reader = (_file, content) =>
  Object.values(stringsSchema.parse(JSON.parse(content))).map((text) => ({
    start: content.indexOf(JSON.stringify(text)),
    text,
  }));

const source = '{ts,tsx}';

/** Every place where texts are written: who reads them there, the files, and how they are found in these. */
const places: readonly (readonly [surface: string, files: readonly string[], read: Reader])[] = [
  ['terminal', [`packages/stack/src/**/*.${source}`], sourceTexts],
  ['terminal', ['Makefile'], matches(/^[a-z-]+:.*?## (.*)$/gm)],
  ['terminal', ['packages/stack/run', 'packages/stack/install/*', '.devcontainer/*.sh'], shellTexts],
  ['API', [`{api,contract}/src/**/*.${source}`, 'api/dev.ts'], sourceTexts],
  ['health', [`packages/health/src/{client,contract,server,words}/**/*.${source}`], sourceTexts],
  ['page', [`{frontend,packages/health}/src/{react,app,features,ui,lib}/**/*.${source}`], sourceTexts],
  ['page', ['frontend/index.html'], matches(/>\s*([^<>{}]*[A-Za-z][^<>{}]*?)\s*</g)],
  ['editor', [`extension/{src,webview/src}/**/*.${source}`], sourceTexts],
  ['editor', ['extension/package.nls.json'], stringsTexts],
  ['infrastructure', ['infra/**/*.tf'], matches(/\b(?:description|error_message)\s*=\s*"((?:[^"\\]|\\.)*)"/g)],
];

const isTest = (file: string): boolean => /\.test\.tsx?$|(^|\/)(test-support|node_modules|\.terraform)\//.test(file);

/**
 * Every text that a person may read, by surface and file.
 * @param root the repository's root
 */
export function listTexts(root: string): Text[] {
  return places.flatMap(([surface, patterns, read]) =>
    globSync([...patterns], { cwd: root })
      .filter((file) => !isTest(file))
      .toSorted()
      .flatMap((file) => {
        const content = readFileSync(join(root, file), 'utf8');
        const lineAt = (start: number) => content.slice(0, start).split('\n').length;
        return read(file, content).map(({ start, text }) => ({ surface, file, line: lineAt(start), text }));
      }),
  );
}

/** With control characters as JSON writes them. */
const onOneLine = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));

/** The texts as a page: a heading for each surface and file, and a line for each text. */
export function formatTexts(texts: readonly Text[]): string {
  let heading = '';
  return texts
    .flatMap(({ surface, file, line, text }) => {
      const next = `${surface}: ${file}`;
      const lines = [...(next === heading ? [] : ['', next]), `${String(line).padStart(5)}  ${onOneLine(text)}`];
      heading = next;
      return lines;
    })
    .join('\n');
}
