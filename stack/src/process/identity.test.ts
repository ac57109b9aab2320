import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify, isAlive } from './identity.ts';

describe('process identity', () => {
  it('is the same at every look, and differs from that of an earlier process with the pid', () => {
    const self = identify(process.pid);
    assert.ok(self);
    assert.deepEqual(identify(process.pid), self);
    assert.ok(isAlive(self));
    assert.ok(!isAlive({ ...self, started: '1@another boot' }));
  });

  it('takes an ended process for dead, also before its parent has asked for it', async () => {
    const child = spawn('sh', ['-c', 'sleep 0.01 & exec sleep 60'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const identity = identify(child.pid ?? 0);
    assert.ok(identity && isAlive(identity));
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(!isAlive(identity));
    assert.equal(identify(identity.pid), undefined);
  });
});
