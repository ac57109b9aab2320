import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { groupMembers, identify, isAlive, markedProcesses, markerOf, withDescendants } from './processes.ts';

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

describe('one look at all processes', () => {
  it('knows a group by its leader, and a family by its eldest', async () => {
    const leader = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    assert.ok(leader.stdout && leader.pid);
    const [output]: unknown[] = await once(leader.stdout, 'data');
    const pids = new Set([leader.pid, Number(String(output))]);
    assert.deepEqual(new Set(groupMembers(leader.pid).map(({ pid }) => pid)), pids);
    assert.deepEqual(new Set(withDescendants([leader.pid]).map(({ pid }) => pid)), pids);
    assert.ok(withDescendants([process.pid]).length > pids.size);
    process.kill(-leader.pid, 'SIGKILL');
  });

  it('has nothing for a pid that nobody has', () => {
    assert.deepEqual(withDescendants([2 ** 30]), []);
    assert.deepEqual(groupMembers(2 ** 30), []);
  });
});
