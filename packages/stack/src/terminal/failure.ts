import { withoutDeepFrames } from '../logs/excerpt.ts';
import { renderLogText } from '../logs/render.ts';
import { codeOf, messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import type { StartFailure } from '../state/stack-state.ts';
import { paint } from './format.ts';

function fixLines(fix: readonly string[]): string[] {
  return fix.length === 0 ? [] : ['', ...fix.map((line) => `  ${paint('cyan', '→')} ${line}`)];
}

/** Why something failed: what happened, what the log says, where all of it is, and what to do. */
export function failureText({ message, excerpt, log, fix }: StartFailure): string {
  const lines = ['', `${paint('red', '✖')} ${paint('bold', message)}`];
  if (excerpt.length > 0) {
    const shown = withoutDeepFrames(excerpt.flatMap((line) => renderLogText(line).split('\n')));
    lines.push('', ...shown.map((line) => `  ${paint('red', '│')} ${line}`));
  }
  if (log) lines.push('', `  The whole log: ${log}`);
  return [...lines, ...fixLines(fix)].join('\n');
}

export function printStartFailure(failure: StartFailure): void {
  console.error(failureText(failure));
}

const systemFixes: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room on it (df -h shows the disks).',
  EACCES: 'It belongs to another user. If root started the stack before: sudo make down && sudo chown -R "$(id -u)" .',
  EROFS: 'The checkout is on a file system that cannot be written to.',
};

/** Prints an error that ends a command; a defect comes with its stack. */
export function printError(error: unknown): void {
  if (error instanceof StackError) {
    console.error([`${paint('red', '✖')} ${error.message}`, ...fixLines(error.fix)].join('\n'));
    return;
  }
  const fix = systemFixes[codeOf(error) ?? ''];
  if (fix) console.error([`${paint('red', '✖')} ${messageOf(error)}`, ...fixLines([fix])].join('\n'));
  else console.error(error);
}
