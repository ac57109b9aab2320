import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../process/wait.ts';
import { tryLock } from './lock.ts';

describe('the lock of a checkout', () => {
  let directory: string;
  let file: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'lock-'));
    file = join(directory, 'deep', 'lock');
  });
  after(() => rmSync(directory, { recursive: true }));

  it('is had by one at a time', () => {
    const lock = tryLock(file);
    assert.ok(lock);
    assert.equal(tryLock(file), undefined);
    lock.release();
    const next = tryLock(file);
    assert.ok(next);
    next.release();
  });

  it('is free again when its holder was killed', async () => {
    const module = JSON.stringify(join(import.meta.dirname, 'lock.ts'));
    const script = `const { tryLock } = await import(${module}); globalThis.lock = tryLock(${JSON.stringify(file)});
      console.log('locked'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.ok(holder.stdout);
    await once(holder.stdout, 'data');
    assert.equal(tryLock(file), undefined);
    holder.kill('SIGKILL');
    assert.ok(await until(() => tryLock(file) !== undefined, { deadlineMs: 5_000 }));
  });
});
