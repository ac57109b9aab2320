import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { identifyAll, processTable } from '../../src/process/processes.ts';
import { serviceUser } from '../../src/native/system-user.ts';
import { NativeCheckout } from './support/checkout.ts';
import { healthReport } from './support/report.ts';

/** Files below a folder, but for those that were installed, which are not the owner's. */
function ownedByOthers(folder: string, uid: number): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.uid !== uid);
}

/** Runs work with a stack that root has started in a folder of this mode, whose PostgreSQL has to be this user's. */
async function withStack(mode: number, uid: number, work: (stack: NativeCheckout) => Promise<void>): Promise<void> {
  const stack = await NativeCheckout.create({ mode });
  try {
    const { ok, output } = await stack.make('dev');
    assert.ok(ok, output);
    assert.equal((await healthReport(stack.state()?.urls.frontend ?? ''))?.status, 'ok');
    const server = stack.state()?.services.database.process?.pid;
    assert.ok(server);
    assert.equal(statSync(`/proc/${server}`).uid, uid, 'PostgreSQL runs as that user');
    await work(stack);
  } finally {
    await stack.remove();
  }
}

// What root starts can be tested by root alone; CI does both.
if (process.getuid?.() === 0) {
  const { uid, gid } = serviceUser('/') ?? assert.fail('root has a user to run services as');

  describe('the native stack, started by root', function () {
    this.timeout(120_000);

    it('keeps its data in the checkout, as those of the user who runs the database', async () => {
      await withStack(0o755, uid, (stack) => {
        assert.equal(statSync(join(stack.checkout.postgres, 'data')).uid, uid);
        assert.ok(lstatSync(stack.checkout.postgres).isDirectory());
        return Promise.resolve();
      });
    });

    it('keeps its data outside where that user may not enter the checkout, until they are deleted', async () => {
      await withStack(0o700, uid, async (stack) => {
        const outside = readlinkSync(stack.checkout.postgres);
        assert.equal(statSync(join(outside, 'data')).uid, uid);
        const { ok, output } = await stack.make('clean', { YES: '1' });
        assert.ok(ok, output);
        assert.ok(output.includes(outside), output);
        assert.ok(!existsSync(outside));
        assert.deepEqual(stack.processes(), []);
      });
    });
  });

  describe('the native stack, started by a normal user', function () {
    this.timeout(120_000);
    let stack: NativeCheckout;
    before(async () => {
      stack = await NativeCheckout.create({ user: { uid, gid } });
    });
    after(() => stack.remove());

    it('is healthy, with every process and file of that user', async () => {
      const { ok, output } = await stack.make('dev');
      assert.ok(ok, output);
      assert.equal((await healthReport(stack.state()?.urls.frontend ?? ''))?.status, 'ok');
      const processes = identifyAll(stack.processes()).map(({ pid }) => pid);
      assert.ok(processes.length >= 8, `${processes.length} processes`);
      for (const pid of processes) assert.equal(statSync(`/proc/${pid}`).uid, uid, processTable.commandOf(pid));
    });

    it('leaves no process when it is stopped, and no file that is not that user’s', async () => {
      const { ok, output } = await stack.make('down');
      assert.ok(ok, output);
      assert.deepEqual(stack.processes(), []);
      assert.deepEqual(ownedByOthers(stack.checkout.root, uid), []);
    });
  });
}
