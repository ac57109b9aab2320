import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { assertAddressesOpen } from '../../src/test/printed-addresses.ts';
import { ComposeCheckout } from './support/compose-checkout.ts';
import { docker, inspect } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import { addTask, eventually, eventuallyWell } from './support/http.ts';

describeWithEngine('make up-production', () => {
  let stack: ComposeCheckout;

  before(async () => {
    stack = await ComposeCheckout.create('production by make');
  });
  after(() => stack?.remove());

  it('runs the production images behind a port that is free, and says where', async () => {
    const wanted = await stack.project.url('PRODUCTION_PORT');
    const holder = createServer().listen(Number(new URL(wanted).port), '127.0.0.1');
    await once(holder, 'listening');
    const { ok, output } = await stack.make('up-production');
    holder.close();
    assert.ok(ok, output);
    assert.match(output, new RegExp(`held by .*pid ${process.pid}.*; using \\d+ instead`));
    const origin = await stack.project.url('PRODUCTION_PORT');
    assert.notEqual(origin, wanted);
    assert.match(output, new RegExp(`http://localhost:${new URL(origin).port}`));
    await eventuallyWell(origin);
    await assertAddressesOpen(output, 1);
    const user = await inspect(await stack.project.production.container('api'), '{{.Config.User}}');
    assert.equal(user, '65532:65532');
  });

  it('down-production stops it and keeps its data', async () => {
    const task = await addTask(await stack.project.url('PRODUCTION_PORT'), 'kept in production');
    const down = await stack.make('down-production');
    assert.ok(down.ok, down.output);
    assert.match(down.output, /Stopped .*load-balancer/);
    assert.match((await stack.make('down-production')).output, /are not running/);
    assert.ok((await stack.make('up-production')).ok);
    // The wished port is free again, so the address may be another than before.
    const origin = await stack.project.url('PRODUCTION_PORT');
    const { pathname } = new URL(task);
    await eventually(`${origin}${pathname}`, (text) => text.includes('kept in production'));
  });

  it('clean names its data, stops it and deletes them', async () => {
    const { name } = stack.project.production;
    const { ok, output } = await stack.make('clean', { YES: '1' });
    assert.ok(ok, output);
    assert.match(output, new RegExp(`the database, with all its data \\(of make up-production\\) +volume ${name}_`));
    const label = `label=com.docker.compose.project=${name}`;
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', label), '');
    assert.equal(await docker('ps', '--all', '--quiet', '--filter', label), '');
  });
});
