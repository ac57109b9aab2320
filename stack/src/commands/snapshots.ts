import type { Checkout } from '../checkout.ts';
import { readCatalog, type Snapshot } from '../data/catalog.ts';
import { withDataSession } from '../data/session.ts';
import { resolveTarget } from '../data/target.ts';
import { flagOption } from '../options.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { formatAge } from '../terminal/duration.ts';
import { formatTable, type Cell } from '../terminal/table.ts';

function toJson({ name, createdAt, bytes, migrations, command }: Snapshot) {
  return { name, createdAt, bytes, migrations: migrations.length, command };
}

function row({ name, createdAt, bytes, migrations, command, automatic }: Snapshot): Cell[] {
  const kept = automatic ? 'one of the last ten' : 'until deleted';
  return [
    name,
    formatAge(createdAt),
    formatBytes(bytes),
    String(migrations.length),
    `make ${command}`,
    { text: kept, format: 'dim' },
  ];
}

function print(snapshots: readonly Snapshot[]): void {
  if (snapshots.length === 0) {
    console.log('There is no snapshot yet. make snapshot NAME=… makes one, and make reset does so by itself.');
    return;
  }
  const titles = ['snapshot', 'age', 'size', 'migrations', 'made by', 'kept'];
  const head: Cell[] = titles.map((text) => ({ text, format: 'dim' }));
  console.log(formatTable([head, ...snapshots.map(row)]).join('\n'));
}

/**
 * `make snapshots`: what can be restored, newest first.
 * @returns the process's exit code
 * @throws StackError
 */
export async function snapshotsCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const asJson = flagOption(env, 'JSON', false);
  const target = resolveTarget(checkout, env);
  // Standard output is for the list alone.
  const options = { verb: 'snapshots', access: 'shared', step: (step: string) => console.error(`  ${step}`) } as const;
  const { snapshots } = await withDataSession(target, options, ({ client, names }) => readCatalog(client, names));
  if (asJson) console.log(JSON.stringify({ snapshots: snapshots.map(toJson) }, null, 2));
  else print(snapshots);
  return 0;
}
