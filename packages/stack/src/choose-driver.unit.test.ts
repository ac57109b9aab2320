import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, type Checkout } from './checkout.ts';
import { chooseDriver } from './choose-driver.ts';
import { identify } from './process/processes.ts';
import { perService } from './services.ts';
import { writeState } from './state/state-file.ts';
import type { StackMode } from './state/stack-state.ts';

describe('choice of a driver', () => {
  let folder: string;
  let checkout: Checkout;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'choice-'));
    checkout = checkoutAt(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Leaves a state file as a stack that runs natively has it, with this process as its supervisor. */
  function runNatively(): void {
    const supervisor = identify(process.pid);
    assert.ok(supervisor);
    const since = new Date().toISOString();
    writeState(checkout, {
      version: 1,
      mode: 'native',
      phase: 'up',
      startedAt: since,
      supervisor,
      urls: perService((name) => `http://localhost/${name}`),
      services: perService(() => ({ phase: 'up', since, port: 1, starts: 1 })),
    });
  }

  const choose = async (environment: NodeJS.ProcessEnv, starts = true): Promise<StackMode> =>
    (await chooseDriver(checkout, environment, { starts })).driver.mode;

  it('is the one that STACK names', async () => {
    assert.equal(await choose({ STACK: 'native' }), 'native');
    assert.equal(await choose({ STACK: 'compose' }), 'compose');
  });

  it('names those that there are when STACK is none of them', async () => {
    await assert.rejects(chooseDriver(checkout, { STACK: 'k8s' }, { starts: false }), /Invalid value for STACK: "k8s"/);
  });

  it('is the one whose stack runs, whatever else there is', async () => {
    runNatively();
    assert.equal(await choose({}), 'native');
    assert.equal(await choose({}, false), 'native');
  });

  it('refuses to start a second stack beside it, and still shows or stops what it is asked for', async () => {
    runNatively();
    await assert.rejects(choose({ STACK: 'compose' }), /runs already, as processes of this machine/);
    assert.equal(await choose({ STACK: 'compose' }, false), 'compose');
  });
});
