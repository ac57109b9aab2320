import { createInterface } from 'node:readline/promises';
import type { Checkout } from '../checkout.ts';
import type { DataItem, StackDriver } from '../driver.ts';
import { StackError } from '../stack-error.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { formatTable } from '../terminal/table.ts';
import { downCommand } from './down.ts';

async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new StackError('Nothing is deleted without being asked for', {
      fix: ['There is no terminal to ask on. To delete without a question: make clean YES=1'],
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // The end of input is no consent.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question('Delete all of this? [y/N] '), ended]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function printItems(heading: string, items: readonly DataItem[]): void {
  const rows = items.map(({ what, path, bytes }) => [formatBytes(bytes), what, path]);
  console.log([heading, ...formatTable(rows)].join('\n'));
}

/**
 * `make clean`: stops the stack and deletes its data, after asking.
 * @returns the process's exit code: 1 when the answer was no
 * @throws StackError
 */
export async function cleanCommand(checkout: Checkout, driver: StackDriver, yes: boolean): Promise<number> {
  const items = await driver.data();
  if (items.length === 0) {
    console.log('There is nothing to delete.');
    return 0;
  }
  if (!yes) {
    printItems('This deletes:', items);
    if (!(await isConfirmed())) {
      console.log('Nothing was deleted.');
      return 1;
    }
  }
  if (await driver.state()) await downCommand(driver);
  // Those that a crash left would go on with deleted files.
  else await driver.stop(() => undefined);
  await driver.deleteData();
  printItems('Deleted:', items);
  console.log(`${checkout.envFile} stays, as do the installed dependencies. make dev begins anew.`);
  return 0;
}
