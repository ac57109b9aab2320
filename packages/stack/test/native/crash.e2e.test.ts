import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tasksPath } from '@app/contract/tasks';
import { NativeCheckout } from './support/checkout.ts';
import { eventually } from './support/eventually.ts';
import { healthReport } from './support/report.ts';

describe('what a crash leaves of the native stack', function () {
  this.timeout(120_000);
  let stack: NativeCheckout;
  before(async () => {
    stack = await NativeCheckout.create();
  });
  after(() => stack.remove());

  /** As when the machine loses its power: nothing of the stack gets to do anything. */
  async function killAll(): Promise<void> {
    const supervisor = stack.state()?.supervisor?.pid;
    assert.ok(supervisor);
    process.kill(supervisor, 'SIGKILL');
    await eventually('all are dead', () => {
      for (const pid of stack.processes()) process.kill(pid, 'SIGKILL');
      return stack.processes().length === 0;
    });
    assert.ok(stack.state(), 'the state file stays');
  }

  async function assertStarts(): Promise<string> {
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    const { api } = stack.state()?.urls ?? {};
    assert.ok(api);
    assert.equal((await healthReport(api))?.status, 'ok');
    return api;
  }

  it('does not keep it from starting, with its data, or from being stopped', async () => {
    const body = JSON.stringify({ title: 'Outlive the crash' });
    const headers = { 'content-type': 'application/json' };
    const api = await assertStarts();
    assert.equal((await fetch(api + tasksPath, { method: 'POST', headers, body })).status, 201);
    await killAll();
    assert.match(await (await fetch((await assertStarts()) + tasksPath)).text(), /Outlive the crash/);
    await killAll();
    const { ok, output } = await stack.make('down');
    assert.ok(ok, output);
    assert.match(output, /Nothing is running/);
    assert.equal(stack.state(), undefined);
  });

  it('is not taken for running by any verb', async () => {
    await assertStarts();
    await killAll();
    for (const verb of ['status', 'health', 'restart']) {
      const { output } = await stack.make(verb, { SERVICE: verb === 'restart' ? 'api' : '' });
      assert.match(output, /not running/, verb);
    }
    assert.match((await stack.make('logs', { FOLLOW: '0' })).output, /Listening on[^]*not running/);
  });

  describe('when its pids are those of other processes by now', () => {
    const others: ChildProcess[] = [];
    before(async () => {
      await assertStarts();
      await killAll();
      const pids = Array.from({ length: 5 }, () => {
        const other = spawn('sleep', ['600'], { stdio: 'ignore' });
        others.push(other);
        return other.pid;
      });
      const reuse = (_key: string, value: unknown) =>
        typeof value === 'object' && value !== null && 'started' in value && 'pid' in value
          ? { ...value, pid: pids.pop() }
          : value;
      mkdirSync(stack.checkout.directory, { recursive: true });
      const state: unknown = JSON.parse(readFileSync(stack.checkout.stateFile, 'utf8'), reuse);
      assert.deepEqual(pids, [], 'a process per service, and the supervisor');
      writeFileSync(stack.checkout.stateFile, JSON.stringify(state));
    });
    after(() => others.forEach((other) => other.kill('SIGKILL')));

    const assertOthersLive = () => {
      for (const { exitCode, signalCode } of others) assert.deepEqual([exitCode, signalCode], [null, null]);
    };

    it('leaves those alone when it is stopped', async () => {
      const state = readFileSync(stack.checkout.stateFile);
      const { ok, output } = await stack.make('down');
      assert.ok(ok, output);
      assert.match(output, /Nothing is running/);
      assertOthersLive();
      writeFileSync(stack.checkout.stateFile, state);
    });

    it('leaves those alone when it starts', async () => {
      await assertStarts();
      assertOthersLive();
    });
  });
});
