import assert from 'node:assert/strict';
import { readStrings } from '../build/strings.ts';
import { extensionRoot } from './support/host-tests.ts';

describe('what a translator gets', () => {
  it('is every message of the source, with whole sentences, none put together', async () => {
    const messages = await readStrings(extensionRoot);
    assert.ok(messages.length > 60);
    assert.ok(messages.includes('The data was reset.'));
    assert.deepEqual(
      messages.filter((message) => message.includes('${')),
      [],
    );
  });
});
