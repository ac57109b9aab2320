import assert from 'node:assert/strict';
import { readFetchedToken } from './fetched-token.ts';

describe('a token that a Makefile’s target tells', () => {
  it('is for the origin of its address', () => {
    const stdout = JSON.stringify({ ok: true, token: 'a-token', url: 'https://app.example.com/path' });
    assert.deepEqual(readFetchedToken(stdout), { token: 'a-token', origin: 'https://app.example.com' });
  });

  for (const [what, stdout] of [
    ['nothing', ''],
    ['a token alone', 'hunter2-hunter2'],
    ['no address', '{"token":"hunter2-hunter2"}'],
    ['another kind of address', '{"token":"hunter2-hunter2","url":"file:///etc"}'],
    ['an empty token', '{"token":"","url":"https://app.example.com"}'],
    ['one that no header can hold', '{"token":"hunter2\\nx: y","url":"https://app.example.com"}'],
  ] as const) {
    it(`is none where the answer is ${what}, and nothing of that is repeated`, () => {
      assert.throws(
        () => readFetchedToken(stdout),
        (error) => error instanceof Error && !`${error.message}${error.stack}`.includes('hunter2'),
      );
    });
  }
});
