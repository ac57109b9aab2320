import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, type Checkout } from '../checkout.ts';
import { recordedProcesses } from '../state/state-file.ts';
import { perService } from '../services.ts';
import { readState, removeState, writeState } from './state-file.ts';
import type { StackState } from './stack-state.ts';

const state: StackState = {
  version: 1,
  mode: 'native',
  phase: 'up',
  startedAt: '2026-01-01T00:00:00.000Z',
  supervisor: { pid: 10, started: 'a' },
  urls: perService((name) => `test:${name}`),
  services: perService(() => ({ phase: 'up', since: '', port: 1, starts: 1, process: { pid: 11, started: 'b' } })),
};

describe('the state file', () => {
  let checkout: Checkout;
  before(() => {
    checkout = checkoutAt(mkdtempSync(join(tmpdir(), 'state-')));
  });
  after(() => rmSync(checkout.root, { recursive: true }));

  it('is read as it was written, and leaves nothing beside it', () => {
    writeState(checkout, state);
    assert.deepEqual(readState(checkout), state);
    assert.deepEqual(readdirSync(checkout.directory), ['state.json']);
    removeState(checkout);
    assert.equal(readState(checkout), undefined);
  });

  it('is no state when it is broken or of another version; its processes are known all the same', () => {
    for (const [text, pids] of [
      ['', []],
      ['{"version":1', []],
      [JSON.stringify({ ...state, version: 2 }), [10, 11, 11, 11, 11]],
      ['{"supervisor":{"pid":-1,"started":"x"},"other":{"pid":1,"started":"x"}}', []],
    ] as const) {
      writeFileSync(checkout.stateFile, text);
      assert.equal(readState(checkout), undefined);
      assert.deepEqual(
        recordedProcesses(checkout).map(({ pid }) => pid),
        pids,
      );
    }
  });
});
