import assert from 'node:assert/strict';
import { tasksPath } from '@app/contract/tasks';
import { z } from 'zod';
import { serviceNames } from '../../src/services.ts';
import { assertAddressesOpen } from '../../src/test/printed-addresses.ts';
import { NativeCheckout } from './support/checkout.ts';
import { eventually } from './support/eventually.ts';
import { healthReport } from './support/report.ts';

const statusSchema = z.object({
  running: z.boolean(),
  state: z.object({ urls: z.object({ api: z.string() }) }),
  memory: z.record(z.enum(serviceNames), z.number()),
});

const doctorSchema = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), verdict: z.enum(['ok', 'warn', 'fail']), found: z.string() })),
});

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
    assert.match(output, /Everything is running and healthy/);
    await assertAddressesOpen(output, 5);
    assert.equal((await healthReport(urls().frontend))?.status, 'ok');
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
    assert.match(status.output, /frontend +healthy/);
    await assertAddressesOpen(status.output, 4);
    assert.match(logs.output, /Listening on/);
    assert.doesNotMatch(logs.output, /Vite/i);
  });

  it('follows its health until it is told to stop', async () => {
    const health = stack.watch('health', { WATCH: '1' });
    await eventually('a report', () => /All healthy[^]*database +✔ healthy/.test(health.output()));
    health.child.kill('SIGINT');
    await health.exited;
    assert.equal(health.child.exitCode, 0, health.output());
  });

  it('is found in order by its doctor, for a person and for programs', async () => {
    const [shown, json] = await Promise.all([stack.make('doctor'), stack.make('doctor', { JSON: '1' })]);
    assert.ok(shown.ok && json.ok, shown.output);
    assert.match(shown.output, /Machine\n[^]*Native stack\n[^]*Ports\n[^]*held by this stack/);
    const { ok, checks } = doctorSchema.parse(JSON.parse(json.stdout));
    assert.ok(ok);
    assert.deepEqual(
      checks.filter(({ verdict }) => verdict === 'fail'),
      [],
    );
    assert.ok(checks.some(({ name, found }) => name === 'processes' && found === 'the stack is up'));
  });

  it('tells its status to programs', async () => {
    const { ok, stdout } = await stack.make('status', { JSON: '1' });
    assert.ok(ok, stdout);
    const { running, state, memory } = statusSchema.parse(JSON.parse(stdout));
    assert.ok(running);
    assert.equal(state.urls.api, urls().api);
    assert.ok(Object.values(memory).every((bytes) => bytes > 1_000_000));
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
        const now = (await healthReport(api))?.status;
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
      await eventually('degraded', async () => (await healthReport(urls().api))?.status === 'degraded');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await eventually('ok', async () => (await healthReport(urls().api))?.status === 'ok');
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
    const logs = stack.watch('logs');
    await eventually('logs', () => /Listening on/.test(logs.output()));
    const { ok, output } = await stack.make('down');
    assert.ok(ok, output);
    assert.doesNotMatch(output, /orphaned|ready|healthy/);
    assert.match(output, /^database: stopped$/m);
    await logs.exited;
    assert.match(logs.output(), /The stack was stopped/);
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
    assert.equal((await healthReport(urls().api))?.status, 'ok');
    await stack.make('down');
    assert.deepEqual(stack.processes(), []);
  });
});
