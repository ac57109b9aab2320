import assert from 'node:assert/strict';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { toldEnvironment } from '../../test/support/told-environment.ts';
import type { Environment } from '../environments/environment.ts';
import { emptySnapshot, type EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { contextValues } from './context-values.ts';

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
});
