import { createInterface } from 'node:readline/promises';
import { StackError } from '../stack-error.ts';

/**
 * Asks a person; only a clear yes is one.
 * @param question such as `Delete all of this?`
 * @param refusal what is said where there is no terminal to ask on
 * @param command that does it without asking
 * @throws StackError without a terminal
 */
export async function confirm(question: string, refusal: string, command: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new StackError(refusal, {
      fix: [`There is no terminal to ask on. To do it without a question: ${command}`],
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // The end of input is no consent.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(`${question} [y/N] `), ended]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
