import assert from 'node:assert/strict';
import { readRemoteSettings } from './remote-settings.ts';

describe('remote environments of the settings', () => {
  it('are read, each once', () => {
    const production = { name: 'production', apiUrl: 'https://api.example' };
    assert.deepEqual(readRemoteSettings([production, production]), [{ ...production, frontendUrl: undefined }]);
  });

  it('are left out where they are none', () => {
    for (const raw of [undefined, 'x', {}, [null, 7, [], { name: 'x' }, { name: '', apiUrl: 'x' }, { apiUrl: 'x' }]]) {
      assert.deepEqual(readRemoteSettings(raw), []);
    }
  });

  it('are no more than a tree can show', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({ name: `e${index}`, apiUrl: 'http://x' }));
    assert.equal(readRemoteSettings(many).length, 20);
  });
});
