import { stripVTControlCharacters } from 'node:util';

/** The last lines of what a program printed that say something, without colours and without make's own remark. */
export function lastLines(output: string, count: number): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^make(\[\d+\])?: \*\*\* /.test(line));
  return lines.slice(-count).join('\n');
}
