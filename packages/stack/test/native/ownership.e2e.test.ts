import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { NativeCheckout } from './support/checkout.ts';

describe("two checkouts of which one has the other's .env", function () {
  this.timeout(300_000);
  let theirs: NativeCheckout;
  let mine: NativeCheckout;

  before(async () => {
    theirs = await NativeCheckout.create();
    mine = await NativeCheckout.create({ env: {} });
    const started = await theirs.make('dev');
    assert.ok(started.ok, started.output);
    const kept = await theirs.make('snapshot', { NAME: 'theirs' });
    assert.ok(kept.ok, kept.output);
    const ports = theirs.state()?.services;
    assert.ok(ports);
    copyFileSync(theirs.checkout.envFile, mine.checkout.envFile);
    const port = new RegExp('^(DATABASE|CACHE|API|FRONTEND)_PORT=.*$', 'gm');
    const file = readFileSync(mine.checkout.envFile, 'utf8').replaceAll(port, '');
    const taken = `DATABASE_PORT=${ports.database.port}\nCACHE_PORT=${ports.cache.port}\nAPI_PORT=${ports.api.port}\n`;
    writeFileSync(mine.checkout.envFile, `${file}\n${taken}`);
  });
  after(async () => {
    await mine.remove();
    await theirs.remove();
  });

  const snapshots = async () => (await theirs.make('snapshots')).output;

  for (const [verb, options] of [
    ['reset', { YES: '1' }],
    ['undo', {}],
    ['restore', { NAME: 'theirs' }],
    ['snapshot', {}],
    ['snapshots', {}],
    ['snapshot-delete', { NAME: 'theirs', YES: '1' }],
    ['seed', {}],
    ['migrate', {}],
    ['migrations', {}],
    ['status', {}],
    ['health', {}],
    ['restart', { SERVICE: 'api' }],
  ] as const) {
    it(`make ${verb} says that mine is not running, and leaves theirs alone`, async () => {
      const before = theirs.processes();
      const { ok, output } = await mine.make(verb, options);
      assert.equal(ok, false, output);
      assert.match(output, /The stack is not running/);
      assert.match(output, /make dev/);
      assert.deepEqual(theirs.processes(), before);
    });
  }

  it('make down and make clean end and delete nothing of theirs', async () => {
    const before = theirs.processes();
    assert.match((await mine.make('down')).output, /Nothing is running/);
    await mine.make('clean', { YES: '1' });
    assert.deepEqual(theirs.processes(), before);
    assert.match(await snapshots(), /^ +theirs /m);
  });

  it('make clean asks for the named snapshots by name', async () => {
    const refused = await theirs.make('clean', { YES: '1' });
    assert.equal(refused.ok, false, refused.output);
    assert.match(refused.output, /Refusing to delete the snapshots theirs without confirmation/);
    assert.match(refused.output, /make clean YES=1 SNAPSHOTS=delete/);
    assert.ok(existsSync(theirs.checkout.postgres));
    const { ok, output } = await theirs.make('clean', { YES: '1', SNAPSHOTS: 'delete' });
    assert.ok(ok, output);
    assert.ok(!existsSync(theirs.checkout.postgres));
  });
});
