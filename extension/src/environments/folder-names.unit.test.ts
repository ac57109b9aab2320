import assert from 'node:assert/strict';
import { withDistinctNames } from './workspace-environments.ts';

const folder = (path: string, name: string) => ({ uri: `file://${path}`, name, path });

describe('names of folders', () => {
  it('are those of the window, but for those that several have', () => {
    const folders = [folder('/a/shop', 'shop'), folder('/b/shop', 'shop'), folder('/b/blog', 'blog')];
    assert.deepEqual(
      withDistinctNames(folders).map(({ name }) => name),
      ['shop (a)', 'shop (b)', 'blog'],
    );
  });
});
