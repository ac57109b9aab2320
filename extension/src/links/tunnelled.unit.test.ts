import assert from 'node:assert/strict';
import { tunnelled } from './tunnelled.ts';

describe('the path at the outer end of a tunnel', () => {
  it('leads to the page that was asked for, also where the tunnel forgets it', () => {
    assert.equal(tunnelled('/docs/', '/docs/'), '/docs/');
    assert.equal(tunnelled('/docs/', '/proxy/4000/docs/'), '/proxy/4000/docs/');
    assert.equal(tunnelled('/docs/', '/proxy/4000/'), '/proxy/4000/docs/');
    assert.equal(tunnelled('/', '/proxy/4000/'), '/proxy/4000/');
  });
});
