import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logLimits } from '../../src/logs/log-file.ts';
import { formatLine } from '../../src/logs/log-line.ts';
import { NativeCheckout } from './support/checkout.ts';

describe('the logs of the native stack', function () {
  this.timeout(120_000);
  let stack: NativeCheckout;
  before(async () => {
    stack = await NativeCheckout.create();
    const { logs } = stack.checkout;
    mkdirSync(logs, { recursive: true });
    const line = formatLine({ time: '2026-01-01T00:00:00.000Z', text: 'an earlier run' });
    const full = line.repeat(Math.floor(logLimits.bytes / line.length));
    for (const name of ['api.log', 'api.log.1', 'api.log.2']) writeFileSync(join(logs, name), full);
  });
  after(() => stack.remove());

  it('are rotated by size while the stack runs, and their number and size are bounded', async () => {
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    const { logs } = stack.checkout;
    const files = readdirSync(logs).filter((name) => name.startsWith('api.log'));
    assert.deepEqual(files.toSorted(), ['api.log', 'api.log.1', 'api.log.2']);
    assert.ok(statSync(join(logs, 'api.log')).size < logLimits.bytes / 10, 'a new one was begun');
    for (const name of files) assert.ok(statSync(join(logs, name)).size <= logLimits.bytes);
  });

  it('are read across the rotation', async () => {
    const { ok, output } = await stack.make('logs', { SERVICE: 'api', FOLLOW: '0' });
    assert.ok(ok, output);
    assert.match(output, /an earlier run\n[^]*Listening on/);
  });
});
