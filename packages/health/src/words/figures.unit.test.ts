import assert from 'node:assert/strict';
import {
  formatAge,
  formatAgo,
  formatBytes,
  formatDuration,
  formatElapsed,
  formatLatency,
  formatMemory,
} from './figures.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const MB = 1_024 ** 2;
const GB = 1_024 ** 3;

/** Each row is a value and how it reads. */
const tables: readonly (readonly [string, (value: number) => string, readonly (readonly [number, string])[]])[] = [
  [
    'a duration of',
    formatDuration,
    [
      [-5 * second, '0 s'],
      [999, '0 s'],
      [1_999, '1 s'],
      [59.9 * second, '59 s'],
      [minute, '1 min'],
      [minute + 5 * second, '1 min 5 s'],
      [hour, '1 h'],
      [hour + 5 * second, '1 h'],
      [2 * hour + 5 * minute + 59 * second, '2 h 5 min'],
      [day + 61 * minute, '1 d 1 h'],
      [400 * day, '400 d'],
    ],
  ],
  [
    'what took',
    formatElapsed,
    [
      [-5, '0.0 s'],
      [449, '0.4 s'],
      [9_940, '9.9 s'],
      [9_960, '10 s'],
      [59_000, '59 s'],
      [59_700, '1 min'],
      [125_000, '2 min 5 s'],
      [5 * hour, '5 h'],
      [3 * day, '3 d'],
    ],
  ],
  [
    'an age of',
    formatAgo,
    [
      [-9 * second, 'just now'],
      [0, 'just now'],
      [4_999, 'just now'],
      [5_000, '5 s ago'],
      [2 * hour + 5 * minute, '2 h 5 min ago'],
    ],
  ],
  [
    'a latency of',
    formatLatency,
    [
      [0, '0.0 ms'],
      [0.24, '0.2 ms'],
      [9.94, '9.9 ms'],
      [9.96, '10 ms'],
      [250.4, '250 ms'],
      [999.4, '999 ms'],
      [999.6, '1.0 s'],
      [1_234, '1.2 s'],
      [1e300, 'more than 99 s'],
    ],
  ],
  [
    'bytes:',
    formatBytes,
    [
      [-1, '0 kB'],
      [0, '0 kB'],
      [1, '1 kB'],
      [1_023.6 * 1_024, '1 MB'],
      [MB, '1 MB'],
      [40_000_000, '38 MB'],
      [350.4 * MB, '350 MB'],
      [1e9, '954 MB'],
      [1_023.6 * MB, '1 GB'],
      [23.54 * GB, '23.5 GB'],
      [1_023.96 * GB, '1 TB'],
    ],
  ],
  [
    'memory in MB:',
    formatMemory,
    [
      [95.6, '96 MB'],
      [2_048, '2 GB'],
      [24_064, '23.5 GB'],
    ],
  ],
];

describe('figures in words', () => {
  for (const [kind, format, rows] of tables) {
    for (const [value, words] of rows) it(`${kind} ${value} is ${words}`, () => assert.equal(format(value), words));
  }

  it('a latency that nobody measured is a dash', () => assert.equal(formatLatency(null), '–'));

  it('an instant has an age', () => {
    assert.equal(formatAge('2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1, 0, 2)), '2 min');
  });
});
