import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@zero-to-running/health/test-support/random';
import { until } from '../../src/process/wait.ts';
import { ComposeCheckout } from './support/compose-checkout.ts';
import { describeWithEngine } from './support/engine.ts';
import { addTask, eventually, eventuallyWell } from './support/http.ts';

const services = ['api', 'cache', 'database', 'frontend'];

const random = seededRandom('containers interruption');

describeWithEngine('make dev in containers, interrupted', () => {
  let stack: ComposeCheckout;

  before(async () => {
    stack = await ComposeCheckout.create('interrupted');
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
  });
  after(() => stack?.remove());

  it('stops again what it has started, or is mended by the next, at any moment and by any signal', async () => {
    const task = await addTask(await stack.project.url('API_PORT'), 'outlives interruptions');
    const signals = ['SIGINT', 'SIGKILL', 'SIGTERM', 'SIGKILL', 'SIGINT', 'SIGKILL', 'SIGHUP', 'SIGKILL'] as const;
    await stack.make('down');
    for (const [round, signal] of signals.entries()) {
      const { child, exited } = stack.begin('dev');
      // The moments are what is tested: from before the first container is there to when the last is healthy.
      await delay(round * 350 + random() * 200);
      child.kill(signal);
      await exited;
      const wasDone = child.exitCode === 0;
      if (signal !== 'SIGKILL' && !wasDone) assert.deepEqual(await stack.running(), [], `round ${round}, ${signal}`);
      if (round % 2 === 0) {
        const { ok, output } = await stack.make('down');
        assert.ok(ok, output);
        assert.deepEqual(await stack.running(), []);
      }
    }
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    assert.deepEqual(await stack.running(), services);
    await eventuallyWell(await stack.project.url('FRONTEND_PORT'));
    await eventually(task, (text) => text.includes('outlives interruptions'));
  });

  it('leaves running what ran before it', async () => {
    const { child, exited } = stack.begin('dev');
    await delay(400);
    child.kill('SIGINT');
    await exited;
    assert.deepEqual(await stack.running(), services);
    await eventuallyWell(await stack.project.url('API_PORT'));
  });

  it('is ended by make down', async () => {
    await stack.make('down');
    const { exited } = stack.begin('dev');
    assert.ok(await until(() => stack.state()?.phase === 'starting', { deadlineMs: 30_000 }));
    const { ok, output } = await stack.make('down');
    assert.ok(ok, output);
    await exited;
    assert.deepEqual(await stack.running(), []);
    assert.ok((await stack.make('dev')).ok);
  });
});
