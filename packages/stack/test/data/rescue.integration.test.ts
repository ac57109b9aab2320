import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/data/connection.ts';
import { rescue } from '../../src/data/rescue.ts';
import { withDataSession } from '../../src/data/session.ts';
import { startPostgres } from '../../src/native/postgres/start-postgres.ts';
import type { ThrowawayServer } from '../../src/native/throwaway-server.ts';

const pageBytes = 8_192;

describe('what is left of a damaged database', function suite() {
  this.timeout(120_000);
  let folder: string;
  let server: ThrowawayServer;
  const target = () => {
    const { port } = server;
    return { host: '127.0.0.1', port, user: 'postgres', password: 'throwaway', name: 'postgres' };
  };

  async function query(sql: string): Promise<Record<string, unknown>[]> {
    const client = await connect(target(), 'postgres', 'test');
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'damaged-'));
    chmodSync(folder, 0o755);
    const dataDirectory = join(folder, 'data');
    server = await startPostgres({ dataDirectory });
    await query(`CREATE TABLE whole AS SELECT generate_series(1, 3) AS n;
      CREATE TABLE "Half read" AS SELECT n, repeat('x', 1000) AS text FROM generate_series(1, 40) AS n; CHECKPOINT`);
    const [found] = await query(`SELECT pg_relation_filepath('"Half read"') AS path`);
    await server.stop();
    // The head of its second page.
    const file = openSync(join(dataDirectory, String(found?.['path'])), 'r+');
    writeSync(file, Buffer.alloc(64, 0xff), 0, 64, pageBytes);
    closeSync(file);
    server = await startPostgres({ dataDirectory });
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('is copied to files, all but the pages that cannot be read', async () => {
    await assert.rejects(query('SELECT sum(length(text)) FROM "Half read"'), { code: 'XX001' });
    const directory = join(folder, 'rescued');
    const session = { verb: 'rescue', step: () => undefined };
    const rescued = await withDataSession({ database: target() }, session, (each) => rescue(each, directory));
    assert.deepEqual(
      rescued.map(({ table, failure }) => [table, failure]),
      [
        ['Half read', undefined],
        ['whole', undefined],
      ],
    );
    assert.equal(readFileSync(join(directory, 'whole.csv'), 'utf8'), 'n\n1\n2\n3\n');
    const lines = readFileSync(join(directory, 'Half_read.csv'), 'utf8').trim().split('\n');
    assert.ok(lines.length > 10 && lines.length < 40, String(lines.length));
    assert.equal(rescued[0]?.rows, lines.length - 1);
  });
});
