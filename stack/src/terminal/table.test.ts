import assert from 'node:assert/strict';
import { formatBytes } from './bytes.ts';
import { formatAge, formatDuration } from './duration.ts';
import { formatTable } from './table.ts';

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

describe('a duration', () => {
  for (const [ms, text] of [
    [-5, '0.0 s'],
    [449, '0.4 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_000, '59 s'],
    [60_000, '1 min'],
    [3_600_000 * 5, '5 h'],
    [86_400_000 * 3, '3 d'],
  ] as const) {
    it(`of ${ms} ms is ${text}`, () => assert.equal(formatDuration(ms), text));
  }

  it('is the age of an instant', () => {
    assert.equal(formatAge('2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1, 0, 2)), '2 min');
  });
});

describe('a size', () => {
  for (const [bytes, text] of [
    [0, '0 kB'],
    [1, '1 kB'],
    [1024 ** 2, '1 MB'],
    [350.4 * 1024 ** 2, '350 MB'],
    [1023.6 * 1024 ** 2, '1.0 GB'],
    [23.54 * 1024 ** 3, '23.5 GB'],
  ] as const) {
    it(`of ${bytes} bytes is ${text}`, () => assert.equal(formatBytes(bytes), text));
  }
});
