import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisCheckout } from '../../../src/checkout.ts';

/** A section of a page that tells a person to run commands. */
export interface Procedure {
  readonly page: string;
  readonly heading: string;
  /** The verbs of make in its fenced commands, or else in its text, in the order told. */
  readonly verbs: readonly string[];
}

const withoutTables = (text: string) => text.replaceAll(/^\s*\|.*$/gm, '');

/** Fenced commands, of which those in a list are indented. */
const fences = /^ *```sh\n([^]*?)^ *```$/gm;

/** Every section of a page, at whatever depth, that has a fenced command or tells to run one of make. */
export function proceduresOf(page: string): Procedure[] {
  const text = readFileSync(join(thisCheckout.root, page), 'utf8');
  return text.split(/^(?=#{1,4} )/m).flatMap((section) => {
    const [, heading = ''] = /^#+ (.+)\n/.exec(section) ?? [];
    const body = withoutTables(section.slice(section.indexOf('\n')));
    const fenced = [...body.matchAll(fences)].map(([, commands = '']) => commands).join('');
    const inline = fenced === '' ? body.matchAll(/`make ([a-z-]+) [^`]*ENV=[^`]*`/g) : [];
    const verbs = [...fenced.matchAll(/^ *make ([a-z-]+)/gm), ...inline].map(([, verb = '']) => verb);
    if (fenced === '' && verbs.length === 0) return [];
    return [{ page, heading: heading.replaceAll('`', ''), verbs }];
  });
}

/** The lines of a test, or of a suite, from its title to where it ends; empty where there is none of that title. */
export function testText(file: string, title: string): string {
  const lines = readFileSync(join(thisCheckout.root, file), 'utf8').split('\n');
  const isTitle = (line: string) => /^\s*(?:it|describe)\(/.test(line) && line.includes(`'${title}'`);
  const begin = lines.findIndex(isTitle);
  if (begin === -1) return '';
  const indent = /^\s*/.exec(lines[begin] ?? '')?.[0] ?? '';
  const end = lines.findIndex((line, index) => index > begin && line.startsWith(`${indent}})`));
  return lines.slice(begin, end + 1).join('\n');
}

/** The verbs that a test runs, in order. */
export function verbsRunBy(text: string): string[] {
  return [...text.matchAll(/\b(?:run\('([a-z-]+)'|(deploys)\()/g)].map(
    ([, verb, deploys]) => verb ?? (deploys ? 'deploy' : ''),
  );
}

/** Whether all of one list are in the other, in their order. */
export function areInOrder(wanted: readonly string[], among: readonly string[]): boolean {
  let from = 0;
  return wanted.every((each) => {
    const found = among.indexOf(each, from);
    from = found + 1;
    return found !== -1;
  });
}
