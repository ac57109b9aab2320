import assert from 'node:assert/strict';
import { formatTable } from './format.ts';

describe('a table', () => {
  const rows = [
    ['name', 'state', 'what it does'],
    ['x', 'up', 'serves'],
  ];

  it('aligns its columns', () => {
    assert.deepEqual(formatTable(rows), ['  name  state  what it does', '  x     up     serves']);
  });

  it('cuts its last column to the width of the terminal', () => {
    assert.deepEqual(formatTable(rows, 21), ['  name  state  what …', '  x     up     serves']);
    for (const width of [1, 5, 14, 16]) {
      for (const line of formatTable(rows, width)) assert.ok(line.length <= Math.max(width, 13), line);
    }
  });

  it('may be empty', () => {
    assert.deepEqual(formatTable([]), []);
  });
});
