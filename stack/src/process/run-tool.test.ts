import assert from 'node:assert/strict';
import { runTool } from './run-tool.ts';

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
});
