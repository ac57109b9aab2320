import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive } from './processes.ts';
import { runTool, linesOf } from './run.ts';
import { until } from './wait.ts';

describe('running a tool', () => {
  it('gives its input, and keeps its output apart from its errors', async () => {
    const script = 'cat; echo problem >&2; exit 3';
    const result = await runTool('sh', ['-c', script], { input: 'text', deadlineMs: 10_000 });
    assert.equal(result.ok, false);
    assert.equal(result.stdout, 'text');
    assert.match(result.output, /text/);
    assert.match(result.output, /problem/);
    assert.equal(result.ending, 'exit code 3');
  });

  it('says so when there is no such tool', async () => {
    const { ok, ending } = await runTool('no-such-tool', [], { deadlineMs: 10_000 });
    assert.equal(ok, false);
    assert.match(ending, /ENOENT/);
  });

  it('kills it at the deadline', async () => {
    const { ok, ending } = await runTool('sleep', ['60'], { deadlineMs: 50 });
    assert.equal(ok, false);
    assert.equal(ending, 'no end within 0.05 s');
  });

  it('kills it when it is not wanted any more', async () => {
    const { ok, ending } = await runTool('sleep', ['60'], { deadlineMs: 10_000, signal: AbortSignal.timeout(50) });
    assert.equal(ok, false);
    assert.equal(ending, 'killed by SIGKILL');
  });

  it('kills what it has started, too', async () => {
    const controller = new AbortController();
    const directory = mkdtempSync(join(tmpdir(), 'run-tool-'));
    const file = join(directory, 'pid');
    const run = runTool('sh', ['-c', 'sleep 60 & echo $! >"$0.new"; mv "$0.new" "$0"; wait', file], {
      deadlineMs: 10_000,
      signal: controller.signal,
    });
    assert.ok(await until(() => existsSync(file), { deadlineMs: 5_000 }));
    const started = identify(Number(readFileSync(file, 'utf8')));
    assert.ok(started);
    controller.abort();
    assert.equal((await run).ending, 'killed by SIGKILL');
    assert.ok(await until(() => !isAlive(started), { deadlineMs: 5_000 }));
    rmSync(directory, { recursive: true });
  });
});

describe('the lines of a program that goes on', () => {
  for (const [how, program] of [
    ['by itself', 'echo line; exec sleep 600'],
    ['though it takes no signal', `trap '' TERM; echo line; exec sleep 600`],
    ['with what holds its output open', `sh -c 'trap "" TERM; echo line; exec sleep 600' & wait`],
  ] as const) {
    it(`end ${how} when nobody wants them any more`, async () => {
      const controller = new AbortController();
      const lines: string[] = [];
      for await (const line of linesOf({ file: 'sh', args: ['-c', program] }, controller.signal)) {
        lines.push(line);
        controller.abort();
      }
      assert.deepEqual(lines, ['line']);
    });
  }
});
