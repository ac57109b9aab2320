import assert from 'node:assert/strict';
import { freshSnapshot } from '../../test/support/snapshots.ts';
import { toldEnvironment } from '../../test/support/told-environment.ts';
import { ConnectionFailure, type FailureKind } from '@zero-to-running/health/client/failure';
import type { Environment } from '../environments/environment.ts';
import { emptySnapshot, type EnvironmentSnapshot } from '../store/environment-store.ts';
import { emptyState, rootNodes } from './tree-node.ts';

const failing = (kind: FailureKind): EnvironmentSnapshot => {
  return { ...emptySnapshot, link: 'lost', failure: new ConnectionFailure(kind, 'for a test') };
};

function environment(snapshot: EnvironmentSnapshot, kind: Environment['kind'] = 'local'): Environment {
  const [told] = toldEnvironment(snapshot).environments.all;
  assert.ok(told);
  return { ...told, kind };
}

describe('what stands in the place of an empty tree', () => {
  it('is why nothing is known of the only folder’s stack', () => {
    assert.equal(emptyState([]), 'none');
    for (const kind of ['stopped', 'starting', 'foreign'] as const) {
      assert.equal(emptyState([environment(failing(kind))]), kind);
    }
    assert.equal(emptyState([environment(failing('refused'))]), 'unreachable');
    assert.deepEqual(rootNodes([environment(failing('refused'))]), []);
  });

  it('is nothing where a row says it: of one of several, of a remote one, which has a name, or while that is not known', () => {
    const lost = environment(failing('refused'));
    for (const shown of [
      [lost, lost],
      [environment(failing('refused'), 'remote')],
      [environment(emptySnapshot)],
      [environment(freshSnapshot())],
    ]) {
      assert.equal(emptyState(shown), '');
      assert.equal(rootNodes(shown).length, shown.length);
    }
  });
});
