import assert from 'node:assert/strict';
import { NativeCheckout } from './support/checkout.ts';
import { healthReport } from './support/report.ts';

describe('two clones, side by side, without any setting', function () {
  this.timeout(180_000);
  const clones: NativeCheckout[] = [];
  before(async () => {
    const env = { FRONTEND_PORT: '', API_PORT: '', DATABASE_PORT: '', CACHE_PORT: '' };
    clones.push(await NativeCheckout.create({ env }), await NativeCheckout.create({ env }));
  });
  after(() => Promise.all(clones.map((clone) => clone.remove())));

  const statesOf = () =>
    clones.map((clone) => {
      const state = clone.state();
      assert.ok(state);
      return state;
    });

  it('start at the same time, each on ports of its own', async () => {
    for (const { ok, output } of await Promise.all(clones.map((clone) => clone.make('dev')))) {
      assert.ok(ok, output);
      assert.match(output, /Everything is running and healthy/);
    }
    const ports = statesOf().flatMap(({ services }) => Object.values(services).map(({ port }) => port));
    assert.equal(new Set(ports).size, 8, ports.join(', '));
    for (const { urls } of statesOf()) assert.equal((await healthReport(urls.frontend))?.status, 'ok');
  });

  it('are called differently, in what they write down and in what they report', async () => {
    const [first, second] = statesOf();
    assert.ok(first?.stack && second?.stack);
    assert.notEqual(first.stack, second.stack);
    for (const { urls, stack } of [first, second]) assert.equal((await healthReport(urls.frontend))?.stack, stack);
  });

  it('say which port is another one than wanted, and who holds that', async () => {
    const statuses = await Promise.all(clones.map((clone) => clone.make('status')));
    const moved = statuses.map(({ output }) => output).join('\n');
    assert.match(moved, /api: port 4000 is held by .+; using 4\d\d\d instead/);
  });

  it('stop one by one', async () => {
    const [first, second] = clones;
    const [, state] = statesOf();
    assert.ok(first && second && state);
    assert.ok((await first.make('down')).ok);
    assert.deepEqual(first.processes(), []);
    assert.equal((await healthReport(state.urls.frontend))?.status, 'ok');
  });
});
