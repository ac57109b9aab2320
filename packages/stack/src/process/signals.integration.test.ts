import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { terminateProcesses } from './signals.ts';
import { identify, type ProcessIdentity } from './processes.ts';

describe('ending processes', () => {
  const children: ChildProcess[] = [];
  after(() => children.forEach((child) => child.kill('SIGKILL')));

  async function start(script: string): Promise<{ child: ChildProcess; identity: ProcessIdentity }> {
    const child = spawn('sh', ['-c', `${script}\necho ready\nwhile :; do sleep 0.05; done`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    assert.ok(child.stdout);
    await once(child.stdout, 'data');
    const identity = identify(child.pid ?? 0);
    assert.ok(identity);
    return { child, identity };
  }

  const steps = [
    { signal: 'SIGTERM', waitMs: 300 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ] as const;

  it('asks first, and forces those that do not listen', async () => {
    const polite = await start('trap "exit 0" TERM');
    const stubborn = await start('trap "" TERM');
    const ends = Promise.all([once(polite.child, 'exit'), once(stubborn.child, 'exit')]);
    assert.deepEqual(await terminateProcesses([polite.identity, stubborn.identity], steps), []);
    assert.deepEqual(await ends, [
      [0, null],
      [null, 'SIGKILL'],
    ]);
  });

  it('reaches a stopped process by the first step', async () => {
    const { child, identity } = await start('trap "exit 3" TERM');
    child.kill('SIGSTOP');
    const end = once(child, 'exit');
    assert.deepEqual(await terminateProcesses([identity], [{ signal: 'SIGTERM', waitMs: 5_000 }]), []);
    assert.deepEqual(await end, [3, null]);
  });

  it('names those that survive', async () => {
    const { identity } = await start('trap "" TERM');
    assert.deepEqual(await terminateProcesses([identity], [{ signal: 'SIGTERM', waitMs: 50 }]), [identity]);
  });

  it('never signals a process that has got the pid later', async () => {
    const { child, identity } = await start('');
    await terminateProcesses([{ ...identity, started: 'before' }], steps);
    assert.equal(child.signalCode, null);
    assert.ok(identify(identity.pid));
  });
});
