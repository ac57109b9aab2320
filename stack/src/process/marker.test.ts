import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { markedProcesses, markerOf } from './marker.ts';

describe('the marker of a checkout', () => {
  it('finds a process by its environment, and its children when it is gone', async () => {
    const id = `test-${process.pid}`;
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], {
      env: { ...process.env, ...markerOf(id) },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    assert.ok(parent.stdout);
    const [output]: unknown[] = await once(parent.stdout, 'data');
    const child = Number(String(output));
    const found = () => new Set<unknown>(markedProcesses(id).map(({ pid }) => pid));
    assert.deepEqual(found(), new Set([parent.pid, child]));
    assert.deepEqual(markedProcesses(`${id}0`), []);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    assert.deepEqual(found(), new Set([child]));
    process.kill(child, 'SIGKILL');
  });
});
