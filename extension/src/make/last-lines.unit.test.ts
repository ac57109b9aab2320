import assert from 'node:assert/strict';
import { lastLines } from './run-make.ts';

describe('the last lines of an output', () => {
  it('are those that say something, without colours', () => {
    const output = 'one\n\n\u001b[31mtwo\u001b[39m  \nthree\nmake: *** [Makefile:12: reset] Error 1\n';
    assert.equal(lastLines(output, 2), 'two\nthree');
  });
});
