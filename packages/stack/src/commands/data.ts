import { join } from 'node:path';
import type { MigrationReport } from '@app/contract/migrations';
import { formatAge, formatBytes, formatElapsed } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import { readCatalog, type Snapshot } from '../data/catalog.ts';
import { emptyCache } from '../data/cache.ts';
import { applyMigrations, createMigration, readMigrations } from '../data/migrations.ts';
import { rescue } from '../data/rescue.ts';
import { reset } from '../data/reset.ts';
import { restore, undo, type Restored } from '../data/restore.ts';
import { withDataSession } from '../data/session.ts';
import { checkNewName, deleteSnapshot, snapshotsMaxBytes, takeSnapshot } from '../data/snapshots.ts';
import { describeTarget, resolveTarget } from '../data/target.ts';
import type { StackDriver } from '../driver.ts';
import { flagOption, requiredOption, integerOption } from '../options.ts';
import { confirm } from '../terminal/prompts.ts';
import { paint, printStep, formatTable, type Cell } from '../terminal/format.ts';
import type { Outcome } from '../verbs.ts';
import { reviveApi } from './stack.ts';
import type { DataSession, DataTarget } from '../data/data-session.ts';

// The verbs on the data. Each returns its outcome, and throws StackError.

type Environment = Readonly<Record<string, string | undefined>>;

/** What every verb on data is given. */
export interface DataContext {
  readonly checkout: Checkout;
  readonly driver: StackDriver;
  readonly env: Environment;
}

const nameExample = 'before-demo; make snapshots lists them';

const scaleOption = (env: Environment) => integerOption(env, 'SCALE', { min: 0, max: 1_000_000, fallback: 100 });

/** Says a result to a person, and hands it on for programs. */
function outcome(report: Readonly<Record<string, unknown>>, lines: readonly string[], code = 0): Outcome {
  for (const line of lines) console.log(line);
  return { code, report };
}

/** The target; one that was named on purpose is said in the first line. */
async function openTarget({ checkout, driver, env }: DataContext): Promise<DataTarget> {
  const target = await resolveTarget(checkout, driver, env);
  if (!target.owner) console.log(`Target: ${describeTarget(target)}`);
  return target;
}

/** Runs work on the data, and says each step. */
function inSession<Result>(
  target: DataTarget,
  verb: string,
  work: (session: DataSession) => Promise<Result>,
): Promise<Result> {
  return withDataSession(target, { verb, step: printStep }, work);
}

/** Runs work that changes the data, then starts an API that has ended: it may have waited for just that. */
async function changing<Result>(
  context: DataContext,
  target: DataTarget,
  verb: string,
  work: (session: DataSession) => Promise<Result>,
): Promise<Result> {
  const result = await inSession(target, verb, work);
  if (target.owner) await reviveApi(context.driver, printStep);
  return result;
}

const undoHint = (saved: string) =>
  `Your previous data was saved as snapshot ${saved}. Run \`make undo\` to restore it.`;

/** `make reset`: new data, after asking; what was there becomes a snapshot. 1 when the answer was no. */
export async function resetCommand(context: DataContext): Promise<Outcome> {
  const { checkout, env } = context;
  const target = await openTarget(context);
  const options = { scale: scaleOption(env), maxBytes: snapshotsMaxBytes(checkout, env) };
  if (!flagOption(env, 'YES', false)) {
    const question = `Replace all data in ${describeTarget(target)} with ${options.scale} example tasks? A snapshot is taken first.`;
    if (!(await confirm(question, 'Refusing to replace data without confirmation', 'make reset YES=1'))) {
      console.log('Nothing was changed.');
      return 1;
    }
  }
  const start = performance.now();
  const saved = await changing(context, target, 'reset', (session) => reset(session, options));
  const took = formatElapsed(performance.now() - start);
  return outcome({ saved: saved ?? null, tasks: options.scale }, [
    `Reset in ${took}: ${options.scale} tasks.`,
    ...(saved ? [undoHint(saved)] : []),
  ]);
}

function restoredOutcome(name: string, { saved, migrated }: Restored): Outcome {
  return outcome({ restored: name, saved: saved ?? null, migrated }, [
    `Restored snapshot ${name}.`,
    ...(migrated.length > 0 ? [`Applied the migrations that it was missing: ${migrated.join(', ')}`] : []),
    ...(saved ? [undoHint(saved)] : []),
  ]);
}

/** `make undo`: back to what the last reset, restore or undo replaced. */
export async function undoCommand(context: DataContext): Promise<Outcome> {
  const maxBytes = snapshotsMaxBytes(context.checkout, context.env);
  const target = await openTarget(context);
  const { name, ...restored } = await changing(context, target, 'undo', (session) => undo(session, maxBytes));
  return restoredOutcome(name, restored);
}

/** `make restore NAME=`: back to a snapshot, which is kept. */
export async function restoreCommand(context: DataContext): Promise<Outcome> {
  const name = requiredOption(context.env, 'NAME', nameExample);
  const maxBytes = snapshotsMaxBytes(context.checkout, context.env);
  const target = await openTarget(context);
  const restored = await changing(context, target, 'restore', (session) =>
    restore(session, name, { command: 'restore', maxBytes }),
  );
  return restoredOutcome(name, restored);
}

/** `make snapshot`: copies the data, under NAME where that is given. */
export async function snapshotCommand(context: DataContext): Promise<Outcome> {
  const { checkout, env } = context;
  const wanted = env['NAME'] || undefined;
  if (wanted !== undefined) checkNewName(wanted);
  const maxBytes = snapshotsMaxBytes(checkout, env);
  const target = await openTarget(context);
  const name = await inSession(target, 'snapshot', (session) => takeSnapshot(session, { name: wanted, maxBytes }));
  return outcome({ name }, [
    `Saved the data as snapshot ${name}. Run \`make restore NAME=${name}\` to return to it.`,
    ...(wanted === undefined ? ['Unnamed snapshots are rotated: only the last ten are kept.'] : []),
  ]);
}

function snapshotRow({ name, createdAt, bytes, migrations, command, automatic }: Snapshot): Cell[] {
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

/** `make snapshots`: what can be restored, newest first. */
export async function snapshotsCommand({ env, ...context }: DataContext): Promise<Outcome> {
  const target = await openTarget({ env, ...context });
  // Standard output is for the list alone.
  const options = { verb: 'snapshots', access: 'shared', step: (step: string) => console.error(`  ${step}`) } as const;
  const { snapshots } = await withDataSession(target, options, ({ client, names }) => readCatalog(client, names));
  const titles = ['snapshot', 'age', 'size', 'migrations', 'made by', 'kept'];
  const head: Cell[] = titles.map((text) => ({ text, format: 'dim' }));
  const list = snapshots.map(({ name, createdAt, bytes, migrations, command }) => {
    return { name, createdAt, bytes, migrations: migrations.length, command };
  });
  return outcome(
    { snapshots: list },
    snapshots.length > 0
      ? formatTable([head, ...snapshots.map(snapshotRow)])
      : ['There are no snapshots yet. Take one with `make snapshot NAME=…`; `make reset` takes one by itself.'],
  );
}

/** `make snapshot-delete NAME=`: deletes a snapshot for good, after asking. 1 when the answer was no. */
export async function snapshotDeleteCommand(context: DataContext): Promise<Outcome> {
  const { env } = context;
  const name = requiredOption(env, 'NAME', nameExample);
  const target = await openTarget(context);
  if (!flagOption(env, 'YES', false)) {
    const command = `make snapshot-delete NAME=${name} YES=1`;
    const question = `Delete snapshot ${name} of ${describeTarget(target)} for good?`;
    if (!(await confirm(question, 'Refusing to delete without confirmation', command))) {
      console.log('Nothing was deleted.');
      return 1;
    }
  }
  await inSession(target, 'snapshot-delete', (session) => deleteSnapshot(session, name));
  return outcome({ deleted: name }, [`Deleted snapshot ${name}.`]);
}

/** `make rescue`: copies what can be read of damaged data to files. 1 when a table could not be read. */
export async function rescueCommand(context: DataContext): Promise<Outcome> {
  const target = await openTarget(context);
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const directory = join(context.checkout.directory, 'rescued', stamp);
  const options = { verb: 'rescue', access: 'shared', step: printStep } as const;
  const tables = await withDataSession(target, options, (session) => rescue(session, directory));
  const lines = tables.map(({ table, rows, failure }) =>
    failure ? `${paint('red', '✖')} ${table}: ${failure}` : `${table}: ${rows} rows`,
  );
  const code = tables.some(({ failure }) => failure !== undefined) ? 1 : 0;
  return outcome(
    { directory, tables },
    [`Copied to ${directory}, which make clean keeps:`, ...lines.map((line) => `  ${line}`)],
    code,
  );
}

/** `make seed`: adds example tasks, as many as SCALE says, that are not there yet. */
export async function seedCommand(context: DataContext): Promise<Outcome> {
  const scale = scaleOption(context.env);
  const target = await openTarget(context);
  // The words of seventy languages come with it: the other verbs do without.
  const { seedDatabase } = await import('../data/seed.ts');
  const start = performance.now();
  const added = await inSession(target, 'seed', async ({ names, step }) => {
    await step(`adding ${scale} tasks`);
    const count = await seedDatabase(target.database, names.live, scale);
    if (count > 0 && target.cache) await emptyCache(target.cache);
    return count;
  });
  const already = scale - added;
  const rest = already > 0 ? `; ${already} were there already` : '';
  return outcome({ added, already }, [`Added ${added} tasks in ${formatElapsed(performance.now() - start)}${rest}.`]);
}

/** `make migrate`: applies what is pending. */
export async function migrateCommand(context: DataContext): Promise<Outcome> {
  const target = await openTarget(context);
  const output = await changing(context, target, 'migrate', ({ names }) =>
    applyMigrations(target.database, names.live),
  );
  return outcome({ output: output.split('\n') }, [output]);
}

/** `make migration NAME=`: makes the file of the next migration. */
export function migrationCommand({ root }: Checkout, env: Environment): Outcome {
  const path = createMigration(root, requiredOption(env, 'NAME', 'add_due_date'));
  return outcome({ path }, [
    `Created ${path}. Write its statements: a running API applies them when you save, else \`make migrate\` does.`,
  ]);
}

function migrationRows({ applied, pending }: MigrationReport): Cell[][] {
  return [
    ...applied.map(({ name, changed, appliedAt }): Cell[] => [
      name,
      changed ? { text: 'changed', format: 'red' } : { text: 'applied', format: 'green' },
      { text: `${formatAge(appliedAt)} ago`, format: 'dim' },
    ]),
    ...pending.map((name): Cell[] => [name, { text: 'pending', format: 'yellow' }]),
  ];
}

/** `make migrations`: which are applied, pending, or changed since. 1 when something stands in the way of applying them. */
export async function migrationsCommand(context: DataContext): Promise<Outcome> {
  const target = await openTarget(context);
  const options = { verb: 'migrations', access: 'shared', step: () => undefined } as const;
  const report = await withDataSession(target, options, () => readMigrations(target.database, target.database.name));
  const isClear = report.problems.length === 0;
  return outcome(
    report,
    [
      ...(formatTable(migrationRows(report)).length > 0
        ? formatTable(migrationRows(report))
        : ['There are no migrations.']),
      ...report.problems.map((problem) => `${paint('red', '✖')} ${problem}`),
      ...(isClear && report.pending.length > 0 ? ['To apply what is pending: make migrate'] : []),
    ],
    isClear ? 0 : 1,
  );
}
