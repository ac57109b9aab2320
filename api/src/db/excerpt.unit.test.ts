import assert from 'node:assert/strict';
import { excerpt, placeOf } from './migration-apply.ts';

describe('placeOf', () => {
  it('counts lines and columns from 1', () => {
    assert.deepEqual(placeOf('ab\ncd', 0), { line: 1, column: 1 });
    assert.deepEqual(placeOf('ab\ncd', 2), { line: 1, column: 3 });
    assert.deepEqual(placeOf('ab\ncd', 3), { line: 2, column: 1 });
  });
});

describe('excerpt', () => {
  it('shows the line with a caret below the column', () => {
    assert.equal(excerpt('one\ntwo three', { line: 2, column: 5 }), '  2 | two three\n    |     ^');
  });

  it('keeps tabs, so that the caret stays below', () => {
    assert.equal(excerpt('\tx', { line: 1, column: 2 }), '  1 | \tx\n    | \t^');
  });
});
