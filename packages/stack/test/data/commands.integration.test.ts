import assert from 'node:assert/strict';
import { join } from 'node:path';
import { z } from 'zod';
import { thisCheckout } from '../../src/checkout.ts';
import { runTool, type ToolResult } from '../../src/process/run.ts';
import { sortVariables } from '../../src/test/make-arguments.ts';
import { migrationCount, Playground } from './support/playground.ts';

const commandLine = join(thisCheckout.root, 'packages/stack/src/cli.ts');

const listSchema = z.strictObject({
  ok: z.literal(true),
  snapshots: z.array(
    z.strictObject({
      name: z.string(),
      createdAt: z.iso.datetime(),
      bytes: z.int().positive(),
      migrations: z.int(),
      command: z.string(),
    }),
  ),
});

describe('the verbs on data', function suite() {
  this.timeout(240_000);
  let playground: Playground;
  let urls: NodeJS.ProcessEnv;
  before(async () => {
    playground = await Playground.create();
    const { database, cache } = playground.target;
    urls = {
      TARGET_DATABASE_URL: `postgres://${database.user}:${database.password}@127.0.0.1:${database.port}/${database.name}`,
      TARGET_REDIS_URL: `redis://127.0.0.1:${cache?.port}`,
    };
  });

  /** Runs a verb as a program does, without a terminal. */
  function run(verb: string, variables: NodeJS.ProcessEnv = {}): Promise<ToolResult> {
    const { PATH, HOME } = process.env;
    const { options, environment } = sortVariables(verb, { ...urls, ...variables });
    const env = { PATH, HOME, ...environment };
    return runTool(process.execPath, [commandLine, verb, ...options], { env, deadlineMs: 60_000 });
  }

  /** Runs a verb at a terminal at which a person types an answer. */
  function atTerminal(verb: string, answer: string, variables: NodeJS.ProcessEnv = {}): Promise<ToolResult> {
    const { PATH, HOME } = process.env;
    const { options, environment } = sortVariables(verb, { ...urls, ...variables });
    const env = { PATH, HOME, TERM: 'xterm', NO_COLOR: '1', ...environment };
    const command = [process.execPath, commandLine, verb, ...options].map((each) => `'${each}'`).join(' ');
    const args =
      process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null'];
    return runTool('script', args, { env, input: answer, deadlineMs: 60_000 });
  }

  async function list() {
    const { stdout } = await run('snapshots', { JSON: '1' });
    return listSchema.parse(JSON.parse(stdout)).snapshots;
  }

  async function refuses(verb: string, options: NodeJS.ProcessEnv): Promise<void> {
    const { ok, output } = await run(verb, { YES: '1', NAME: 'x', ...options });
    assert.equal(ok, false, output);
    assert.match(output, /nothing was changed|has parameters/);
    assert.doesNotMatch(output, /secret/);
  }

  it('reset the data, say how to go back, and list what was saved, also for programs', async () => {
    const { ok, output } = await run('reset', { YES: '1', SCALE: '7' });
    assert.ok(ok, output);
    const [, saved = ''] =
      /Your previous data was saved as snapshot (reset-\d{8}-\d{6})\. Run `make undo` to restore it\./.exec(output) ??
      [];
    const [newest] = await list();
    assert.equal(newest?.name, saved);
    assert.equal(newest.command, 'reset');
    assert.equal(newest.migrations, migrationCount);
    assert.match(
      (await run('snapshots')).stdout,
      new RegExp(`${saved} +\\d.* s +\\d+ MB +${migrationCount} +make reset`),
    );
    assert.match((await run('undo')).output, new RegExp(`Restored snapshot ${saved}\\.`));
    assert.equal((await playground.titles()).length, 10);
  });

  it('save, restore and delete under a name', async () => {
    assert.match((await run('snapshot', { NAME: 'demo' })).output, /Run `make restore NAME=demo` to return to it/);
    await playground.query('DELETE FROM tasks');
    assert.ok((await run('restore', { NAME: 'demo' })).ok);
    assert.equal((await playground.titles()).length, 10);
    assert.ok((await run('snapshot-delete', { NAME: 'demo', YES: '1' })).ok);
    assert.ok((await list()).every(({ name }) => name !== 'demo'));
  });

  it('change nothing unasked: there has to be YES=1, or a person who says yes', async () => {
    await run('snapshot', { NAME: 'asked' });
    const before = await playground.fingerprint();
    const snapshots = await list();
    for (const verb of ['reset', 'snapshot-delete']) {
      const refused = await run(verb, { NAME: 'asked' });
      assert.equal(refused.ok, false);
      assert.match(refused.output, new RegExp(`There is no terminal for a question.*make ${verb} .*YES=1`));
      for (const answer of ['n\n', '\n', 'yeah\n']) {
        const { ok, output } = await atTerminal(verb, answer, { NAME: 'asked' });
        assert.equal(ok, false);
        assert.match(output, /Nothing was (changed|deleted)/);
      }
    }
    assert.equal(await playground.fingerprint(), before);
    assert.deepEqual(await list(), snapshots);
    const { ok, output } = await atTerminal('reset', 'y\n', { SCALE: '3' });
    assert.ok(ok, output);
    assert.equal((await playground.titles()).length, 3);
  });

  it('seed once, however often they are told to', async () => {
    await run('reset', { YES: '1', SCALE: '0' });
    assert.match((await run('seed', { SCALE: '500' })).output, /Added 500 tasks/);
    assert.match((await run('seed', { SCALE: '500' })).output, /Added 0 tasks.*; 500 were there already/);
    assert.match((await run('seed', { SCALE: '800' })).output, /Added 300 tasks.*; 500 were there already/);
    assert.equal((await playground.titles()).length, 800);
  });

  it('list migrations as applied, pending and changed, and apply them', async () => {
    assert.match((await run('migrations')).output, /0001_tasks\.sql +applied/);
    await playground.goBackToFirstMigration();
    const pending = await run('migrations');
    assert.ok(pending.ok);
    assert.match(pending.output, /0002_idempotency_keys\.sql +pending[^]*make migrate/);
    assert.match((await run('migrate')).output, /Applied 0002_idempotency_keys\.sql/);
    await playground.query(`UPDATE migrations SET checksum = 'x' WHERE id = 1`);
    const changed = await run('migrations');
    assert.equal(changed.ok, false);
    assert.match(changed.output, /0001_tasks\.sql +changed/);
    assert.equal((await run('migrate')).ok, false);
  });

  it('touch nothing but the local stack', async () => {
    for (const verb of ['reset', 'undo', 'restore', 'snapshot', 'snapshot-delete', 'seed', 'migrate']) {
      await refuses(verb, { TARGET_DATABASE_URL: 'postgres://app:secret@db.example.com/app' });
    }
    for (const options of [
      { TARGET_REDIS_URL: 'redis://:secret@cache.example.com' },
      { TARGET_DATABASE_URL: 'postgres://app:secret@localhost/app?host=db.example.com' },
    ]) {
      await refuses('reset', options);
    }
  });

  it('do what they do whatever the shell exports for other programs', async () => {
    const shell = {
      NODE_ENV: 'production',
      PGHOST: 'db.example.com',
      PGSERVICE: 'production',
      PGSSLMODE: 'require',
      PGOPTIONS: '-c search_path=other',
      DATABASE_URL: 'postgres://app:secret@db.example.com/app',
      NODE_OPTIONS: '--throw-deprecation',
    };
    const { ok, output } = await run('reset', { YES: '1', SCALE: '3', ...shell });
    assert.ok(ok, output);
    assert.match(output, /3 tasks/);
  });

  it('say what is wrong with an option', async () => {
    for (const [verb, options, message] of [
      ['reset', { SCALE: '-1' }, /Invalid value for SCALE: "-1"/],
      ['seed', { SCALE: '1000001' }, /0 to 1000000/],
      ['restore', {}, /NAME is missing/],
      ['restore', { NAME: `x'; DROP DATABASE app; --` }, /There is no snapshot/],
      ['snapshot', { NAME: 'Ä' }, /not a valid snapshot name/],
      ['migration', { NAME: '../x' }, /not a valid migration name/],
      ['snapshot', { SNAPSHOTS_MAX_MB: 'many' }, /Invalid value for SNAPSHOTS_MAX_MB: "many"/],
    ] as const) {
      const { ok, output } = await run(verb, { YES: '1', ...options });
      assert.equal(ok, false);
      assert.match(output, message);
    }
  });

  it('say that the database does not answer', async () => {
    const { ok, output } = await run('reset', {
      YES: '1',
      TARGET_DATABASE_URL: 'postgres://app:secret@127.0.0.1:1/app',
    });
    assert.equal(ok, false);
    assert.match(output, /The database does not answer at 127\.0\.0\.1:1\n[^]*make status/);
  });
});
