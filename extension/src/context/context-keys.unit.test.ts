import assert from 'node:assert/strict';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { toldEnvironment } from '../../test/support/told-environment.ts';
import { ConnectionFailure, type FailureKind } from '@zero-to-running/health/client/failure';
import type { Environment } from '../environments/environment.ts';
import { emptySnapshot, type EnvironmentSnapshot } from '../store/environment-store.ts';
import { contextValues, ContextPublisher } from './context-keys.ts';
import { eventually } from '../../test/support/eventually.ts';

const folder = { uri: 'file:///shop', name: 'shop', path: '/shop' };

function environment(snapshot: EnvironmentSnapshot, kind: Environment['kind'] = 'local'): Environment {
  const [told] = toldEnvironment(snapshot).environments.all;
  assert.ok(told);
  return { ...told, kind, folder: kind === 'local' ? folder : undefined };
}

const facts = (...all: Environment[]) => {
  const values = contextValues({ all, selected: all[0] });
  return [values['zeroToRunning.hasStartable'], values['zeroToRunning.hasReachable']];
};

const failing = (kind: FailureKind): EnvironmentSnapshot => {
  return { ...emptySnapshot, link: 'lost', failure: new ConnectionFailure(kind, 'for a test') };
};

const mayRun = (...all: Environment[]) => contextValues({ all, selected: all[0] })['zeroToRunning.hasRunning'];

const live = (...all: Environment[]) => contextValues({ all, selected: all[0] })['zeroToRunning.hasLive'];

describe('what the manifest can ask', () => {
  const runs = environment(freshSnapshot());
  const stopped = environment({ ...emptySnapshot, link: 'lost' });

  it('is whether any folder’s stack can be started, or any can be reached, whichever is selected', () => {
    assert.deepEqual(facts(runs), [false, true]);
    assert.deepEqual(facts(stopped), [true, false]);
    assert.deepEqual(facts(runs, stopped), [true, true]);
    assert.deepEqual(facts(stopped, runs), [true, true]);
    assert.deepEqual(facts(environment(freshSnapshot({}, { guess: 'http://localhost:4000' }))), [true, true]);
    assert.deepEqual(facts(environment({ ...emptySnapshot, link: 'lost' }, 'remote')), [false, false]);
    assert.deepEqual(facts(), [false, false]);
  });

  it('is not that a stack can be started of which nobody has heard otherwise since it ran', () => {
    const paused: EnvironmentSnapshot = { ...freshSnapshot(), link: 'paused', fresh: false };
    assert.deepEqual(facts(environment(paused)), [false, true]);
    assert.deepEqual(facts(environment({ ...emptySnapshot, link: 'paused' })), [true, true]);
  });

  it('is whether anything of a folder can be stopped, restarted or reset', () => {
    assert.equal(mayRun(runs), true);
    for (const kind of ['stopped', 'foreign'] as const) assert.equal(mayRun(environment(failing(kind))), false);
    for (const kind of ['starting', 'refused'] as const) assert.equal(mayRun(environment(failing(kind))), true);
    assert.equal(mayRun(environment(failing('stopped')), runs), true);
    assert.equal(mayRun(environment(freshSnapshot(), 'remote')), false);
  });

  it('is whether the stack of a folder really runs, which is what completes a step of the walkthrough', () => {
    assert.equal(live(runs), true);
    assert.equal(live(stopped, runs), true);
    assert.equal(live(stopped), false);
    assert.equal(live(environment(failing('starting'))), false);
    assert.equal(live(environment(freshSnapshot({}, { guess: 'http://localhost:4000' }))), false);
    assert.equal(live(environment(freshSnapshot(), 'remote')), false);
    assert.equal(live(), false);
  });
});

describe('fetching a token', () => {
  const hidden = freshSnapshot({}, { detail: 'redacted' });

  for (const [what, all, tells, expected] of [
    [
      'a remote environment hides its details',
      [environment(hidden, 'remote'), environment(freshSnapshot())],
      true,
      true,
    ],
    ['no Makefile can tell it', [environment(hidden, 'remote'), environment(freshSnapshot())], false, false],
    ['there is no Makefile', [environment(hidden, 'remote')], true, false],
    ['only a folder’s own stack hides them', [environment(hidden)], true, false],
    ['nothing is hidden', [environment(freshSnapshot(), 'remote'), environment(freshSnapshot())], true, false],
  ] as const) {
    it(`is ${expected ? 'offered' : 'not offered'} where ${what}`, async () => {
      const published = new Map<unknown, unknown>();
      const environments = {
        all,
        selected: all[0],
        onDidChange: () => ({ dispose: () => undefined }),
        select: () => undefined,
      };
      const run = (_command: string, key: unknown, value: unknown) => {
        published.set(key, value);
        return Promise.resolve();
      };
      const publisher = new ContextPublisher(environments, { run }, () => Promise.resolve(tells));
      await eventually(() => assert.equal(published.get('zeroToRunning.canFetchToken'), expected));
      publisher.dispose();
    });
  }
});
