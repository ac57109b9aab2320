import { stripVTControlCharacters } from 'node:util';
import { redact } from './redact.ts';

export const logLimits = { lines: 200, characters: 16_000, lineLength: 500 } as const;

/** What an error looks like in the log of a database, a cache, a server or a tool. */
const errorPattern = /\b(error|fatal|panic|exception|uncaught|unhandled|ECONN\w+|failed|failure)\b|^\s*✖/i;

function linesOf(log: string): string[] {
  return redact(stripVTControlCharacters(log))
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .map((line) => (line.length > logLimits.lineLength ? `${line.slice(0, logLimits.lineLength - 1)}…` : line));
}

/** The end of a log: without colours and secrets, at most so many lines, and no more than a model can take. */
export function logExcerpt(log: string, lines: number): string {
  const wanted = linesOf(log).slice(-Math.min(Math.max(1, lines), logLimits.lines));
  while (wanted.length > 1 && wanted.join('\n').length > logLimits.characters) wanted.shift();
  return wanted.join('\n');
}

/** The last line of a log that reports an error; undefined where none does. */
export function lastErrorLine(log: string): string | undefined {
  return linesOf(log).findLast((line) => errorPattern.test(line));
}
