import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { make, withCheckoutCopy } from './support/checkout-copy.ts';
import { printReport } from './support/report.ts';
import { describeSpread, median } from './support/statistics.ts';

const firstStarts = 3;
const laterStarts = 10;

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1_000;
}

const figure = (what: string, values: number[], atMost: number) => ({
  what,
  measured: median(values),
  unit: 's',
  limit: { atMost },
  note: describeSpread(values, 's'),
});

await withCheckoutCopy(async (checkout) => {
  const first: number[] = [];
  for (let round = 0; round < firstStarts; round += 1) {
    rmSync(join(checkout, '.env'), { force: true });
    make(checkout, 'clean', 'YES=1');
    first.push(seconds(() => make(checkout, 'dev')));
  }
  const later: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < laterStarts; round += 1) {
    make(checkout, 'down');
    later.push(seconds(() => make(checkout, 'dev')));
    again.push(seconds(() => make(checkout, 'dev')));
  }
  printReport('start', [
    figure('make dev, dependencies installed, no data', first, 6),
    figure('make dev, data present', later, 4),
    figure('make dev, all up', again, 1),
  ]);
});
