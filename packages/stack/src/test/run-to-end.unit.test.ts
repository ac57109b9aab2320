import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive } from '../process/processes.ts';
import { until } from '../process/wait.ts';
import { runToEnd, type RunOptions } from './run-to-end.ts';

describe('running a suite to its end', function suite() {
  this.timeout(60_000);
  let folder: string;
  let asked: AbortController;
  let urged: AbortController;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-to-end-'));
    [asked, urged] = [new AbortController(), new AbortController()];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (script: string, options: Partial<RunOptions> = {}) =>
    runToEnd(['sh', '-c', script], {
      cwd: folder,
      env: process.env,
      deadlineMs: 50_000,
      interruption: {
        asked: asked.signal,
        urged: urged.signal,
        get signal() {
          return asked.signal.aborted ? ('SIGINT' as const) : undefined;
        },
      },
      ...options,
    });

  /** What a script named by writing its pid to a file. */
  async function named(name: string) {
    const file = join(folder, name);
    assert.ok(await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'), { deadlineMs: 20_000 }));
    return identify(Number(readFileSync(file, 'utf8')));
  }

  it('gives its exit code', async () => {
    assert.deepEqual(await run('exit 7'), { code: 7, reason: 'exit code 7' });
  });

  it('lets it clean up when it is interrupted', async () => {
    const ended = run('trap "touch cleaned; exit 1" INT; echo $$ >ready; while :; do sleep 0.05; done');
    await named('ready');
    asked.abort();
    assert.deepEqual(await ended, { code: null, reason: 'interrupted by SIGINT' });
    assert.ok(existsSync(join(folder, 'cleaned')));
  });

  it('ends one that does not listen, and what left its process group', async () => {
    const leaving = `
      const { pid } = require('node:child_process').spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
      require('node:fs').writeFileSync('detached', pid + '\\n');
      process.exit();
    `;
    const script = 'trap "" INT TERM; "$NODE" -e "$LEAVING"; echo $$ >stubborn; while :; do sleep 0.05; done';
    const ended = run(script, {
      env: { ...process.env, NODE: process.execPath, LEAVING: leaving },
      graceMs: 200,
    });
    const left = [await named('stubborn'), await named('detached')];
    assert.ok(left.every(isAlive));
    asked.abort();
    await ended;
    assert.ok(!left.some(isAlive));
  });

  it('has no patience after a second signal', async () => {
    const ended = run('trap "" INT TERM; echo $$ >stubborn; while :; do sleep 0.05; done');
    await named('stubborn');
    asked.abort();
    urged.abort();
    assert.deepEqual(await ended, { code: null, reason: 'interrupted by SIGINT' });
  });

  it('ends one that hangs at its deadline', async () => {
    const ended = await run('sleep 300', { deadlineMs: 200 });
    assert.deepEqual(ended, { code: null, reason: 'not finished after 0.2 s' });
  });

  it('begins nothing when it was interrupted before', async () => {
    asked.abort();
    assert.equal((await run('touch begun')).code, null);
    assert.ok(!existsSync(join(folder, 'begun')));
  });
});
