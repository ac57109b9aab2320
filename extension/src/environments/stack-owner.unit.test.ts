import assert from 'node:assert/strict';
import { identifyStackOwner } from './local-environment.ts';

const unsaid = { source: undefined, recorded: undefined, named: 'shop-1' };

describe('whose stack answers', () => {
  it('on a guess, is told by its name: also one that Compose alone has started', () => {
    assert.equal(identifyStackOwner(unsaid, 'shop-1'), 'this folder');
    assert.equal(identifyStackOwner(unsaid, 'shop-2'), 'another');
  });

  it('on a guess, is unclear where it has no name', () => {
    assert.equal(identifyStackOwner(unsaid, undefined), 'unclear');
  });

  it('is another where the file of a stack that is gone leads to it', () => {
    const stale = { source: 'state', recorded: 'shop-1', named: 'shop-1' } as const;
    assert.equal(identifyStackOwner(stale, 'shop-2'), 'another');
    assert.equal(identifyStackOwner(stale, 'shop-1'), 'this folder');
    assert.equal(identifyStackOwner(stale, undefined), 'this folder');
    assert.equal(identifyStackOwner({ ...stale, recorded: undefined }, 'shop-2'), 'this folder');
  });

  it('is not asked where a person or a container says where it is', () => {
    for (const source of ['setting', 'variable'] as const) {
      assert.equal(identifyStackOwner({ ...unsaid, source }, 'shop-2'), 'this folder');
    }
  });
});
