import type { Figure } from './report.ts';
import { describeSpread, median } from './statistics.ts';

/** The middle of several durations in seconds, and how they spread. */
export function durationFigure(what: string, values: readonly number[], atMost?: number): Figure {
  return {
    what,
    measured: median(values),
    unit: 's',
    limit: atMost === undefined ? undefined : { atMost },
    note: describeSpread(values, 's'),
  };
}
