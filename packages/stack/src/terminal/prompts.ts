import { createInterface as createPrompt } from 'node:readline/promises';
import { StackError } from '../stack-error.ts';
import { isJson } from './json.ts';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { interrupted } from '../process/signals.ts';

/**
 * Asks a person; only a clear yes is one.
 * @param question such as `Delete all of this?`
 * @param refusal what is said where there is no terminal to ask on
 * @param command that does it without asking
 * @throws StackError without a terminal
 */
export async function confirm(question: string, refusal: string, command: string): Promise<boolean> {
  if (isJson() || !process.stdin.isTTY || !process.stdout.isTTY) {
    throw new StackError(refusal, {
      fix: [`There is no terminal for a question. To skip the question: ${command}`],
    });
  }
  const terminal = createPrompt({ input: process.stdin, output: process.stdout });
  // The end of input is no consent.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(`${question} [y/N] `), ended]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * What is typed or piped in, without the line break at its end. On a terminal it is one line, and nothing of it is shown.
 * @param question such as `Value of STRIPE_KEY: `, asked on standard error
 */
export async function readSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, '');
  process.stderr.write(question);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silence, terminal: true, historySize: 0 });
  try {
    return await new Promise((resolve) => {
      terminal.once('SIGINT', () => process.exit(interrupted));
      terminal.once('line', resolve);
      terminal.once('close', () => resolve(''));
    });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
