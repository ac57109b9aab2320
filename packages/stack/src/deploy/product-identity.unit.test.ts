import assert from 'node:assert/strict';
import { isSameProduct, repositoryOf, type ProductIdentity } from './product-identity.ts';

describe('the identity of a product', () => {
  const home = 'github.com/acme/shop';

  for (const [address, repository] of [
    ['https://github.com/acme/shop.git', home],
    ['git+https://github.com/Acme/Shop.git', home],
    ['https://x-access-token:secret@github.com/acme/shop', home],
    ['git@github.com:acme/shop.git', home],
    ['ssh://git@github.com:22/acme/shop.git/', home],
    ['github:acme/shop', home],
    ['acme/shop', home],
    ['gitlab:acme/shop', 'gitlab.com/acme/shop'],
    ['git@gitlab.example.com:group/sub/shop.git', 'gitlab.example.com/group/sub/shop'],
    ['https://example.com/ä/shop', 'example.com/-/shop'],
    ['/srv/git/shop.git', undefined],
    ['../shop', undefined],
    ['file:///srv/git/shop.git', undefined],
    ['', undefined],
  ] as const) {
    it(`is at home at ${repository}, written as "${address}"`, () => assert.equal(repositoryOf(address), repository));
  }

  const acme = { repository: home, firstCommit: 'a' };
  const rows: readonly (readonly [string, ProductIdentity, ProductIdentity, boolean | undefined])[] = [
    ['the same home', acme, { repository: home }, true],
    [
      'another home, though one is a copy of the other',
      acme,
      { repository: 'github.com/b/shop', firstCommit: 'a' },
      false,
    ],
    ['the same first commit, before one had a home', acme, { firstCommit: 'a' }, true],
    ['another first commit', { firstCommit: 'a' }, { firstCommit: 'b' }, false],
    ['nothing that both say', { repository: home }, { firstCommit: 'a' }, undefined],
    ['nothing at all', {}, {}, undefined],
  ];
  for (const [what, one, other, same] of rows) {
    it(`is ${same === undefined ? 'not known' : same ? 'one' : 'another'} with ${what}`, () => {
      assert.equal(isSameProduct(one, other), same);
      assert.equal(isSameProduct(other, one), same);
    });
  }
});
