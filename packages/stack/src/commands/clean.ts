import { formatAge, formatBytes } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import { readNamedSnapshots, removeSnapshotList, type ListedSnapshot } from '../data/snapshots.ts';
import type { DataItem, StackDriver } from '../driver.ts';
import { StackError } from '../stack-error.ts';
import { confirm } from '../terminal/prompts.ts';
import { formatTable } from '../terminal/format.ts';
import { downCommand } from './stack.ts';

const all = 'delete';

/** What the command is told beside. */
export interface CleanOptions {
  /** Whether not to ask. */
  readonly yes: boolean;
  /** `delete`: the named snapshots as well, without a question. */
  readonly snapshots: string | undefined;
}

/** The command that does without asking what would be asked. */
const commandFor = (named: readonly ListedSnapshot[]) =>
  `make clean YES=1${named.length > 0 ? ` SNAPSHOTS=${all}` : ''}`;

/**
 * Asks a person, naming the snapshots that somebody wanted to keep until they are deleted: YES=1 alone is not meant for
 * those.
 * @throws StackError where there is nobody to ask
 */
async function isConfirmed(items: readonly DataItem[], named: readonly ListedSnapshot[]): Promise<boolean> {
  printItems('This deletes:', items);
  const names = named.map(({ name }) => name).join(', ');
  if (named.length > 0) {
    const rows = named.map(({ name, createdAt, bytes }) => [formatBytes(bytes), name, `${formatAge(createdAt)} old`]);
    console.log(['This also deletes these named snapshots:', ...formatTable(rows)].join('\n'));
  }
  const question = named.length > 0 ? `Delete all of this, and the snapshots ${names}?` : 'Delete all of this?';
  const refusal =
    named.length > 0
      ? `Refusing to delete the snapshots ${names} without confirmation`
      : 'Refusing to delete without confirmation';
  return confirm(question, refusal, commandFor(named));
}

function printItems(heading: string, items: readonly DataItem[]): void {
  const rows = items.map(({ what, path, bytes }) => [formatBytes(bytes), what, path]);
  console.log([heading, ...formatTable(rows)].join('\n'));
}

/**
 * `make clean`: stops the stack and deletes its data and its images, after asking.
 * @returns the process's exit code: 1 when the answer was no
 * @throws StackError
 */
export async function cleanCommand(checkout: Checkout, driver: StackDriver, options: CleanOptions): Promise<number> {
  const items = await driver.data();
  if (items.length === 0) {
    console.log('There is nothing to delete.');
    return 0;
  }
  if (options.snapshots !== undefined && options.snapshots !== all) {
    throw new StackError(`Invalid value for SNAPSHOTS: ${JSON.stringify(options.snapshots)}`, {
      code: 'invalid-option',
      fix: [`SNAPSHOTS=${all} deletes the named snapshots as well.`],
    });
  }
  const named = readNamedSnapshots(checkout, driver.mode);
  const isOrdered = options.yes && (named.length === 0 || options.snapshots === all);
  if (!isOrdered && !(await isConfirmed(items, named))) {
    console.log('Nothing was deleted.');
    return 1;
  }
  if (await driver.state()) await downCommand(driver);
  // Those that a crash left would go on with deleted files.
  else await driver.stop(() => undefined);
  await driver.deleteData();
  removeSnapshotList(checkout, driver.mode);
  printItems('Deleted:', items);
  console.log(`${checkout.envFile} and the installed dependencies stay. Start again: make dev`);
  return 0;
}
