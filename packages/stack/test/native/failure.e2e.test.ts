import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { anyFreePort } from '../../src/ports/free-port.ts';
import { NativeCheckout } from './support/checkout.ts';

describe('a start of the native stack that fails', function () {
  this.timeout(120_000);
  let stack: NativeCheckout;
  before(async () => {
    stack = await NativeCheckout.create();
  });
  after(() => stack.remove());

  /** Starts, and returns what is said about the failure, which has to have left nothing. */
  async function failedStart(env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { ok, output } = await stack.make('dev', env);
    assert.ok(!ok, output);
    assert.deepEqual(stack.processes(), [], output);
    assert.equal(stack.state(), undefined);
    assert.match(output, /→/);
    return output;
  }

  /** Runs work while one of its sources ends with other text. */
  async function withAppended(file: string, text: string, work: () => Promise<void>): Promise<void> {
    const path = join(stack.checkout.root, file);
    const source = readFileSync(path, 'utf8');
    writeFileSync(path, `${source}\n${text}\n`);
    try {
      await work();
    } finally {
      writeFileSync(path, source);
    }
  }

  it('by a mistake in the API shows the excerpt, the whole log and what to do', async () => {
    await withAppended('api/src/main.ts', 'const = ;', async () => {
      const output = await failedStart();
      assert.match(output, /✖ The api did not start/);
      assert.match(output, /│ .*api\/src\/main\.ts/);
      assert.match(output, /│ +const = ;/);
      const log = /The whole log: (.+)/.exec(output)?.[1];
      assert.ok(log);
      assert.match(readFileSync(log, 'utf8'), /const = ;/);
      assert.match(output, /→ Fix what the log reports, then: make dev/);
    });
  });

  it('by a mistake in a migration names the file and what the server says', async () => {
    const migrations = join(stack.checkout.root, 'api/src/db/migrations');
    const count = readdirSync(migrations).filter((name) => name.endsWith('.sql')).length;
    const name = `${String(count + 1).padStart(4, '0')}_broken.sql`;
    writeFileSync(join(migrations, name), 'SELECT * FROM nowhere_at_all;\n');
    try {
      const output = await failedStart();
      assert.ok(output.includes(name), output);
      assert.match(output, /nowhere_at_all/);
    } finally {
      rmSync(join(migrations, name));
    }
  });

  it("by a mistake in the frontend's configuration shows it", async () => {
    await withAppended('frontend/vite.config.ts', 'throw new Error("no such luck");', async () => {
      const output = await failedStart();
      assert.match(output, /✖ The frontend did not start/);
      assert.match(output, /no such luck/);
      assert.match(output, /frontend\.log/);
    });
  });

  it('with STRICT_PORTS=1 names each port, and who holds it', async () => {
    const port = await anyFreePort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    try {
      const output = await failedStart({ STRICT_PORTS: '1', DATABASE_PORT: String(port) });
      assert.match(output, new RegExp(`port ${port} for the database is held by .*\\(pid ${process.pid} in `));
      assert.match(output, /leave STRICT_PORTS out/);
    } finally {
      server.close();
    }
  });

  it('by wrong settings lists all of them, before anything is started', async () => {
    const output = await failedStart({ API_PORT: '70000', POSTGRES_USER: 'pg_me', STRICT_PORTS: 'yes' });
    assert.match(output, /API_PORT is "70000"/);
    assert.match(output, /POSTGRES_USER is "pg_me"/);
    assert.match(output, /STRICT_PORTS is "yes"/);
    assert.match(output, /\.env/);
    const doctor = await stack.make('doctor', { API_PORT: '70000' });
    assert.ok(!doctor.ok);
    assert.match(doctor.output, /✖ +\.env [^]*API_PORT is "70000"[^]*→ Fix them in/);
  });

  it('by the data of another version says what to do about them', async () => {
    const file = join(stack.checkout.postgres, 'data/PG_VERSION');
    assert.ok(existsSync(file));
    const version = readFileSync(file, 'utf8');
    writeFileSync(file, '15\n');
    try {
      const output = await failedStart();
      assert.match(output, /made by PostgreSQL 15, but this is 16/);
      assert.match(output, /make clean/);
    } finally {
      writeFileSync(file, version);
    }
  });

  for (const [verb, env, said] of [
    ['dev', { STACK: 'foo' }, /STACK: "foo"/],
    ['down', { STACK: 'foo' }, /STACK: "foo"/],
    ['status', { STACK: 'foo' }, /STACK: "foo"/],
    ['doctor', { JSON: 'yes' }, /JSON: "yes".*\n.*\n.*JSON is 1 or 0/],
    ['health', { WATCH: 'maybe' }, /WATCH: "maybe".*\n.*\n.*WATCH is 1 or 0/],
    ['logs', { SERVICE: 'nope' }, /SERVICE: "nope".*\n.*\n.*database, cache, api, frontend/],
    ['logs', { FOLLOW: 'no' }, /FOLLOW: "no".*\n.*\n.*FOLLOW is 1 or 0/],
    ['restart', { SERVICE: 'nope' }, /SERVICE: "nope".*\n.*\n.*database, cache, api, frontend/],
    ['restart', { SERVICE: 'api' }, /not running.*\n.*\n.*make dev/],
    ['health', {}, /not running.*\n.*\n.*make dev/],
    ['clean', { YES: 'sure' }, /YES: "sure".*\n.*\n.*YES is 1 or 0/],
    ['clean', {}, /no terminal for a question.*make clean YES=1/],
    ['test', { SUITE: 'nope' }, /SUITE=nope.*\n.*\n.*types, native/],
    ['test', { FILE: 'nope.test.ts' }, /FILE=nope.*\n.*\n.*root of the repository/],
    ['bench', { NAME: 'nope' }, /NAME=nope.*\n.*\n.*start/],
  ] as const) {
    const given = Object.entries(env).map(([name, value]) => ` ${name}=${value}`);
    it(`make ${verb}${given.join('')} is refused, with what to do`, async () => {
      const { ok, output } = await stack.make(verb, env);
      assert.ok(!ok, output);
      assert.match(output, said);
      assert.doesNotMatch(output, /^ +at /m, 'a stack is for defects');
    });
  }
});
