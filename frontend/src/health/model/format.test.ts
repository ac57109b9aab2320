import assert from 'node:assert/strict';
import { formatDuration } from './format-duration.ts';
import { formatLatency } from './format-latency.ts';
import { formatMemory } from './format-memory.ts';

describe('durations', () => {
  const second = 1_000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const cases: readonly [number, string][] = [
    [-5 * second, '0 s'],
    [999, '0 s'],
    [second, '1 s'],
    [59.9 * second, '59 s'],
    [minute, '1 min'],
    [minute + 5 * second, '1 min 5 s'],
    [hour, '1 h'],
    [hour + 5 * second, '1 h'],
    [2 * hour + 5 * minute + 59 * second, '2 h 5 min'],
    [24 * hour + 61 * minute, '1 d 1 h'],
    [400 * 24 * hour, '400 d'],
  ];
  for (const [ms, words] of cases) {
    it(`says "${words}" for ${ms} ms`, () => assert.equal(formatDuration(ms), words));
  }
});

describe('latencies', () => {
  const cases: readonly [number, string][] = [
    [0, '0.0 ms'],
    [0.24, '0.2 ms'],
    [9.94, '9.9 ms'],
    [9.96, '10 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1_234, '1.2 s'],
  ];
  for (const [ms, words] of cases) {
    it(`says "${words}" for ${ms} ms`, () => assert.equal(formatLatency(ms), words));
  }
});

describe('amounts of memory', () => {
  const cases: readonly [number, string][] = [
    [95.6, '96 MB'],
    [2_048, '2 GB'],
    [24_064, '23.5 GB'],
  ];
  for (const [mb, words] of cases) {
    it(`says "${words}" for ${mb} MB`, () => assert.equal(formatMemory(mb), words));
  }
});
