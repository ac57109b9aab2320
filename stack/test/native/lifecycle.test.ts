import assert from 'node:assert/strict';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { healthPaths, healthReportSchema, type HealthReport } from '@zero-to-running/contract/health';
import { tasksPath } from '@zero-to-running/contract/tasks';
import { until } from '../../src/process/until.ts';
import { NativeCheckout } from './support/checkout.ts';

async function report(origin: string): Promise<HealthReport | undefined> {
  try {
    const answer = await fetch(origin + healthPaths.all, { signal: AbortSignal.timeout(2_000) });
    return healthReportSchema.parse(await answer.json());
  } catch {
    return undefined;
  }
}

async function eventually(what: string, condition: () => Promise<boolean>): Promise<void> {
  assert.ok(await until(condition, { deadlineMs: 30_000 }), what);
}

describe('the native stack', function () {
  this.timeout(180_000);
  let stack: NativeCheckout;
  before(async () => {
    stack = await NativeCheckout.create();
  });
  after(() => stack.remove());

  const urls = () => {
    const state = stack.state();
    assert.ok(state);
    return state.urls;
  };

  it('starts in a folder whose path has a space, and is healthy as seen through the frontend', async () => {
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    assert.match(output, /All is up and healthy/);
    assert.equal((await report(urls().frontend))?.status, 'ok');
    assert.match(await (await fetch(urls().frontend)).text(), /<div id="root">/);
  });

  it('says that all is up when it is started again', async () => {
    const before = new Set(stack.processes());
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    assert.match(output, /as before/);
    assert.deepEqual(new Set(stack.processes()), before);
  });

  it('shows health, status and logs', async () => {
    const [health, status, logs] = await Promise.all([
      stack.make('health'),
      stack.make('status'),
      stack.make('logs', { FOLLOW: '0', SERVICE: 'api' }),
    ]);
    assert.ok(health.ok && status.ok && logs.ok, health.output + status.output + logs.output);
    for (const service of ['api', 'database', 'cache'])
      assert.match(health.output, new RegExp(`${service} +.*healthy`));
    assert.match(status.output, /frontend +up/);
    assert.match(logs.output, /Listening on/);
    assert.doesNotMatch(logs.output, /Vite/i);
  });

  it('refuses the log of a service that there is not, and names those that there are', async () => {
    const { ok, output } = await stack.make('logs', { FOLLOW: '0', SERVICE: 'apii' });
    assert.ok(!ok);
    assert.match(output, /apii[^]*database, cache, api, frontend/);
  });

  for (const [service, status] of [
    ['cache', 'degraded'],
    ['database', 'error'],
  ] as const) {
    it(`brings the ${service} back when it is killed, and the API tells meanwhile`, async () => {
      const { api } = urls();
      const pid = stack.state()?.services[service].process?.pid;
      assert.ok(pid);
      const seen: string[] = [];
      process.kill(pid, 'SIGKILL');
      await eventually(`${status}, then ok`, async () => {
        const now = (await report(api))?.status;
        if (now && now !== seen.at(-1)) seen.push(now);
        return seen.includes(status) && now === 'ok';
      });
      await eventually('tasks are served again', async () => (await fetch(api + tasksPath)).ok);
    });
  }

  it('answers tasks while the cache is paused', async () => {
    const pid = stack.state()?.services.cache.process?.pid;
    assert.ok(pid);
    process.kill(pid, 'SIGSTOP');
    try {
      const answer = await fetch(urls().api + tasksPath, { signal: AbortSignal.timeout(5_000) });
      assert.equal(answer.status, 200);
      await eventually('degraded', async () => (await report(urls().api))?.status === 'degraded');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await eventually('ok', async () => (await report(urls().api))?.status === 'ok');
  });

  it('restarts one service, and no other', async () => {
    const before = stack.state()?.services;
    const { ok, output } = await stack.make('restart', { SERVICE: 'api' });
    assert.ok(ok, output);
    const after = stack.state()?.services;
    assert.notEqual(after?.api.process?.pid, before?.api.process?.pid);
    assert.equal(after?.database.process?.pid, before?.database.process?.pid);
  });

  it('keeps its data when it is stopped, and leaves no process', async () => {
    const body = JSON.stringify({ title: 'Outlive the stack' });
    await fetch(urls().api + tasksPath, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { ok, output } = await stack.make('down');
    assert.ok(ok, output);
    assert.doesNotMatch(output, /left behind/);
    assert.deepEqual(stack.processes(), []);
    assert.ok((await stack.make('dev')).ok);
    assert.match(await (await fetch(urls().api + tasksPath)).text(), /Outlive the stack/);
  });

  it('leaves nothing when its supervisor is killed, and starts again', async () => {
    const supervisor = stack.state()?.supervisor?.pid;
    assert.ok(supervisor);
    process.kill(supervisor, 'SIGKILL');
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    assert.equal((await report(urls().api))?.status, 'ok');
    await stack.make('down');
    assert.deepEqual(stack.processes(), []);
  });

  it('leaves nothing when its start is interrupted or killed at any moment', async () => {
    for (let round = 0; round < 14; round += 1) {
      const { child, exited } = stack.begin('dev');
      await delay(round * 120 + Math.random() * 100);
      child.kill(round % 2 === 0 ? 'SIGINT' : 'SIGKILL');
      await exited;
      // The start may have been complete already; then it runs, as it should.
      const gone = await until(async () => stack.processes().length === 0 || stack.state()?.phase === 'up', {
        deadlineMs: 30_000,
      });
      assert.ok(gone, `round ${round}: ${stack.processes().length} processes are left`);
      await stack.make('down');
      assert.deepEqual(stack.processes(), [], `round ${round}`);
    }
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    await stack.make('down');
  });

  it('explains a source that does not run, and leaves nothing', async () => {
    const main = join(stack.checkout.root, 'api/src/main.ts');
    const source = readFileSync(main, 'utf8');
    writeFileSync(main, `${source}\nconst = ;\n`);
    try {
      const { ok, output } = await stack.make('dev');
      assert.ok(!ok);
      assert.match(output, /main\.ts/);
      assert.match(output, /api\.log/);
      assert.deepEqual(stack.processes(), []);
    } finally {
      writeFileSync(main, source);
    }
  });
});
