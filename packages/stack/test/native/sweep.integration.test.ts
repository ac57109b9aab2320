import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt } from '../../src/checkout.ts';
import { markerOf } from '../../src/process/processes.ts';
import { copyIn, copyPrefix, sweep } from './support/sweep.ts';

const endedPid = () => spawnSync('true').pid;

describe('copies of the checkout that tests have left', () => {
  let parent: string;
  beforeEach(() => {
    parent = realpathSync(mkdtempSync(join(tmpdir(), 'sweep-')));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  /** A folder as tests of this pid make it. */
  function leave(pid: number): string {
    const folder = mkdtempSync(join(parent, copyPrefix(pid)));
    mkdirSync(copyIn(folder));
    return folder;
  }

  it('are removed when those tests have ended, and nothing else is', () => {
    const left = leave(endedPid());
    const [mine] = [leave(process.pid), mkdtempSync(join(parent, 'another '))];
    assert.deepEqual(sweep(parent), [left]);
    assert.ok(!existsSync(left) && existsSync(mine));
  });

  it('stay while a stack runs in them', () => {
    const left = leave(endedPid());
    const env = { ...process.env, ...markerOf(checkoutAt(copyIn(left)).id) };
    const stack = spawn('sleep', ['60'], { env, stdio: 'ignore' });
    try {
      assert.deepEqual(sweep(parent), []);
    } finally {
      stack.kill('SIGKILL');
    }
  });
});
