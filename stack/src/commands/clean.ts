import type { Checkout } from '../checkout.ts';
import type { DataItem, StackDriver } from '../driver.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { confirm } from '../terminal/confirm.ts';
import { formatTable } from '../terminal/table.ts';
import { downCommand } from './down.ts';

const isConfirmed = () =>
  confirm('Delete all of this?', 'Nothing is deleted without being asked for', 'make clean YES=1');

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
