import { createInterface } from 'node:readline/promises';
import { StackError } from '../stack-error.ts';
import type { DeployOptions } from './deploy-options.ts';

/** What is asked for. */
export interface Question {
  readonly environment: string;
  /** Such as `Deploy this to dev?` */
  readonly text: string;
  /** Asks for the environment's name and not just for a yes. */
  readonly losesData: boolean;
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // The end of input is no consent.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  // Ctrl-C comes to the question and not to the process.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return (await Promise.race([terminal.question(question, { signal }), ended])).trim();
  } finally {
    terminal.close();
  }
}

/**
 * Whether a person, or the program that set YES=1, agrees.
 * @throws StackError when there is nobody to ask
 */
export async function isConfirmed(
  { environment, text, losesData }: Question,
  { yes, json, confirmation }: DeployOptions,
  signal: AbortSignal,
): Promise<boolean> {
  if (losesData && confirmation !== undefined) return confirmation === environment;
  if (yes && !losesData) return true;
  if (yes || json || !process.stdin.isTTY || !process.stdout.isTTY) {
    throw new StackError(
      losesData ? 'This loses data, to which YES=1 does not agree' : 'There is no terminal to ask on',
      {
        fix: [
          losesData
            ? `To do it nevertheless, say its name: CONFIRM=${environment}`
            : 'To do it without a question: YES=1',
        ],
      },
    );
  }
  if (losesData) return (await ask(`${text} Type its name, ${environment}, to go on: `, signal)) === environment;
  return /^y(es)?$/i.test(await ask(`${text} [y/N] `, signal));
}
