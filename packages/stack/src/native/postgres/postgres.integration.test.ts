import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../../ports/free-port.ts';
import { identify, processTable } from '../../process/processes.ts';
import { until } from '../../process/wait.ts';
import { isPostgresReady } from '../../probes/stores.ts';
import { StackError } from '../../stack-error.ts';
import { removeForeignPid, runningServer } from './postmaster.ts';
import { prepareData } from './data-directory.ts';
import { startPostgres } from './start-postgres.ts';

describe('PostgreSQL', function () {
  this.timeout(60_000);

  it('is ready when it has started, and gone when it was stopped', async () => {
    const server = await startPostgres();
    const { port, pid, url } = server;
    assert.match(url, new RegExp(`^postgres://postgres:\\w+@127\\.0\\.0\\.1:${port}/postgres$`));
    assert.ok(await isPostgresReady(port));
    process.kill(pid, 0);
    await server.stop();
    await server.stop();
    assert.ok(!(await isPostgresReady(port)));
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });

  it('says who holds its port', async () => {
    const server = await startPostgres();
    try {
      await assert.rejects(
        startPostgres({ port: server.port }),
        new RegExp(`port ${server.port} is held by postgres \\(pid ${server.pid}`),
      );
    } finally {
      await server.stop();
    }
  });
});

describe('the data directory of PostgreSQL', () => {
  let directory: string;
  let data: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'data-'));
    data = join(directory, 'data');
    mkdirSync(data);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const prepare = () =>
    prepareData({
      home: { directory, binaries: '/none', user: undefined },
      binaries: { major: '16' },
      credentials: { user: 'app', password: 'x', database: 'app' },
      report: () => undefined,
      signal: AbortSignal.timeout(10_000),
    });

  it('is refused when another version made it', async () => {
    writeFileSync(join(data, 'PG_VERSION'), '15\n');
    await assert.rejects(prepare(), (error) => {
      assert.ok(error instanceof StackError);
      assert.match(error.message, /made by PostgreSQL 15, but this is 16/);
      assert.match(error.fix.join(), /make clean/);
      return true;
    });
  });

  for (const [made, message, fix] of [
    [
      { user: 'owner', database: 'app' },
      /POSTGRES_USER in \.env is app, but the data belongs to owner/,
      'POSTGRES_USER=owner',
    ],
    [{ user: 'app', database: 'shop' }, /POSTGRES_DB in \.env is app, but the data is in shop/, 'POSTGRES_DB=shop'],
  ] as const) {
    it(`is refused when .env has another name than it was made for: ${fix}`, async () => {
      writeFileSync(join(data, 'PG_VERSION'), '16\n');
      writeFileSync(join(directory, 'names.json'), JSON.stringify(made));
      await assert.rejects(prepare(), (error) => {
        assert.ok(error instanceof StackError);
        assert.match(error.message, message);
        assert.ok(error.fix.some((line) => line.endsWith(fix)));
        return true;
      });
    });
  }

  it("loses the pid file of a dead server whose pid is another program's by now, and only then", () => {
    const innocent = spawn('sleep', ['60'], { stdio: 'ignore' });
    const file = join(data, 'postmaster.pid');
    try {
      writeFileSync(file, `${innocent.pid}\n${data}\n`);
      assert.equal(runningServer(data), undefined);
      removeForeignPid(data);
      assert.ok(!existsSync(file));
      process.kill(innocent.pid ?? 0, 0);
    } finally {
      innocent.kill('SIGKILL');
    }
    // PostgreSQL itself judges the one of a process that is gone, by what else it knows of it.
    writeFileSync(file, '4194304\n');
    removeForeignPid(data);
    assert.equal(readFileSync(file, 'utf8'), '4194304\n');
  });

  it('loses the pid file of a dead server that its parent has not asked for', async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const file = join(data, 'postmaster.pid');
    try {
      const [output]: unknown[] = await once(parent.stdout, 'data');
      const zombie = Number(output);
      // As long as it is a shell, it may ask for its child.
      const asksNoMore = () => processTable.commandOf(parent.pid ?? 0)?.startsWith('sleep') === true;
      assert.ok(await until(asksNoMore, { deadlineMs: 5_000 }));
      process.kill(zombie, 'SIGKILL');
      assert.ok(await until(() => identify(zombie) === undefined, { deadlineMs: 5_000 }));
      process.kill(zombie, 0);
      writeFileSync(file, `${zombie}\n${data}\n`);
      removeForeignPid(data);
      assert.ok(!existsSync(file));
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('keeps the pid file of a server that runs on it', async function () {
    this.timeout(60_000);
    const server = await startPostgres({ port: await anyFreePort() });
    try {
      const home = processTable.directoryOf(server.pid);
      assert.ok(home);
      assert.equal(runningServer(home), server.pid);
      removeForeignPid(home);
      assert.ok(existsSync(join(home, 'postmaster.pid')));
    } finally {
      await server.stop();
    }
  });
});
