import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { make, withCheckoutCopy } from './support/checkout-copy.ts';
import { type Figure, printReport } from './support/report.ts';
import { describeSpread, median } from './support/statistics.ts';

const firstStarts = 5;
const laterStarts = 10;

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1_000;
}

const figure = (what: string, values: number[], atMost?: number): Figure => ({
  what,
  measured: median(values),
  unit: 's',
  limit: atMost === undefined ? undefined : { atMost },
  note: describeSpread(values, 's'),
});

await withCheckoutCopy(async (checkout) => {
  const anew = (): void => {
    rmSync(join(checkout, '.env'), { force: true });
    make(checkout, 'clean', 'YES=1');
  };
  const bare: number[] = [];
  const first: number[] = [];
  for (let round = 0; round < firstStarts; round += 1) {
    anew();
    bare.push(seconds(() => make(checkout, 'dev')));
    anew();
    make(checkout, 'install');
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
    figure('first make dev, after make install', first, 6),
    figure('first make dev, which has to fetch Redis where there is none', bare),
    figure('make dev, data present', later, 4),
    figure('make dev, all up', again, 1),
  ]);
});
