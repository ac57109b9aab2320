import assert from 'node:assert/strict';
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { tasksPath } from '@app/contract/tasks';
import { NativeCheckout } from './support/checkout.ts';
import { healthReport } from './support/report.ts';

const unavailable = /^(redis|valkey)-server$|^apt(-get)?$/;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A folder with every program of this PATH but for those that Redis is, or comes by. */
function programsWithoutRedis(): string {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  for (const directory of (process.env.PATH ?? '').split(delimiter).filter((each) => existsSync(each))) {
    for (const name of readdirSync(directory)) {
      const program = join(directory, name);
      const isWanted = !unavailable.test(name) && !existsSync(join(folder, name)) && isExecutable(program);
      if (isWanted) symlinkSync(program, join(folder, name));
    }
  }
  return folder;
}

describe('the native stack where no Redis can be had', function () {
  this.timeout(120_000);
  let stack: NativeCheckout;
  let programs: string;
  before(async () => {
    programs = programsWithoutRedis();
    stack = await NativeCheckout.create();
    rmSync(stack.checkout.tools, { recursive: true, force: true });
  });
  after(async () => {
    await stack.remove();
    rmSync(programs, { recursive: true });
  });

  it('starts degraded, and says why and what to do', async () => {
    const { ok, output } = await stack.make('dev', { PATH: programs, XDG_CACHE_HOME: programs });
    assert.ok(ok, output);
    assert.match(output, /Running in degraded mode: the cache is unavailable/);
    assert.match(output, /✖ There is no Redis on the PATH/);
    assert.match(output, /→ Install/);
  });

  it('serves, and tells in its health and status', async () => {
    const { api } = stack.state()?.urls ?? {};
    assert.ok(api);
    const report = await healthReport(api);
    assert.equal(report?.status, 'degraded');
    assert.equal(report.services.cache?.error, 'refused');
    assert.equal((await fetch(api + tasksPath)).status, 200);
    const [status, health] = await Promise.all([stack.make('status'), stack.make('health')]);
    assert.match(status.output, /cache +failed[^]*There is no Redis on the PATH/);
    assert.ok(health.ok, 'degraded is no failure');
    assert.match(health.output, /Degraded/);
  });

  it('gets its cache by another start when there is one', async () => {
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    // The supervisor still has the PATH it was started with.
    assert.match(output, /Running in degraded mode: the cache is unavailable, as before/);
    assert.ok((await stack.make('restart')).ok);
    assert.equal((await healthReport(stack.state()?.urls.api ?? ''))?.status, 'ok');
  });
});
