import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { connect } from '../connect.ts';
import type { DatabaseTarget } from '../target.ts';
import { transaction } from '../transaction.ts';
import { makeTasks, type SeedTask } from './tasks.ts';

const columns = 'id, title, state, version, created_at, updated_at';

// With numbers, so that they are inserted in the order in which they were made.
const createTable = `
  CREATE TEMPORARY TABLE seed ON COMMIT DROP AS SELECT ${columns} FROM tasks WHERE false;
  ALTER TABLE seed ADD number bigint GENERATED ALWAYS AS IDENTITY`;

/** Lines that are sent together. */
const batch = 1_000;

const escape = (text: string) => text.replaceAll(/[\\\t\n\r]/g, (character) => `\\${character}`);

function toLine({ id, title, state, version, createdAt, updatedAt }: SeedTask): string {
  return `${id}\t${escape(title)}\t${state}\t${version}\t${createdAt.toISOString()}\t${updatedAt.toISOString()}\n`;
}

function* toChunks(tasks: Iterable<SeedTask>): Generator<string> {
  let lines: string[] = [];
  for (const task of tasks) {
    lines.push(toLine(task));
    if (lines.length < batch) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

/**
 * Adds example tasks that are not there yet, all or none.
 * @param scale how many there are to be
 * @returns how many were added
 */
export async function seedDatabase(target: DatabaseTarget, database: string, scale: number): Promise<number> {
  const client = await connect(target, database, 'zero-to-running seed');
  try {
    return await transaction(client, async () => {
      await client.query(createTable);
      const copy = client.query(copyFrom(`COPY seed (${columns}) FROM STDIN`));
      await pipeline(Readable.from(toChunks(makeTasks(scale))), copy);
      const { rowCount } = await client.query(
        `INSERT INTO tasks (${columns}) SELECT ${columns} FROM seed ORDER BY number ON CONFLICT (id) DO NOTHING`,
      );
      return rowCount ?? 0;
    });
  } finally {
    await client.end();
  }
}
