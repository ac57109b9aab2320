import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { infra } from '../support/infra-copy.ts';

const daysBeforeWarning = 180;

const pricesSchema = z.looseObject({
  sources: z.record(z.string(), z.object({ source: z.url(), asOf: z.iso.date() })),
});

/** What is no price. */
const others = new Set(['currency', 'region', 'pricesOf', 'source', 'hoursPerMonth', 'sources']);

describe('infra/costs.json', () => {
  const prices = pricesSchema.parse(JSON.parse(readFileSync(join(infra, 'costs.json'), 'utf8')));

  it('says of each price where it is from, and of when', () => {
    const named = Object.keys(prices).filter((name) => !others.has(name));
    assert.deepEqual(Object.keys(prices.sources).toSorted(), named.toSorted());
  });

  it('is looked at again after half a year, which this only warns of', () => {
    const now = Date.now();
    for (const [name, { source, asOf }] of Object.entries(prices.sources)) {
      const days = Math.floor((now - Date.parse(asOf)) / 86_400_000);
      assert.ok(days >= 0, `${name} is of a day to come`);
      if (days > daysBeforeWarning) {
        console.warn(`      The price ${name} is ${days} days old: compare it with ${source}, and set its asOf.`);
      }
    }
  });
});
