import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { z } from 'zod';
import { product } from '@app/contract/product';
import { NativeCheckout } from './support/checkout.ts';

/** The shortest name and the longest that a deployment takes, each with one for people. */
const names = [
  { name: 'ox', displayName: 'Ox' },
  { name: 'a-shop-of-the-longest-name7', displayName: 'Käthe & Søn, größte Läden' },
] as const;

const documentSchema = z.object({ info: z.object({ title: z.string() }) });

async function read(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  assert.equal(response.status, 200, url);
  return response.text();
}

const titleOf = (html: string) => /<title>(.*)<\/title>/.exec(html)?.[1]?.replaceAll('&amp;', '&');

describe('a product of another name', function () {
  this.timeout(180_000);

  for (const { name, displayName } of names) {
    it(`has it in all that it shows: ${name}`, async () => {
      const stack = await NativeCheckout.create();
      try {
        const file = join(stack.checkout.root, 'package.json');
        const manifest = z.looseObject({}).parse(JSON.parse(readFileSync(file, 'utf8')));
        writeFileSync(file, JSON.stringify({ ...manifest, name: `@acme/${name}`, displayName }));
        const started = await stack.make('dev');
        assert.ok(started.ok, started.output);
        const { frontend, api } = stack.state()?.urls ?? assert.fail('The stack has no state');
        const page = await read(frontend);
        const docs = await read(`${api}/docs/`);
        const openapi = await read(`${api}/openapi.json`);
        assert.deepEqual([titleOf(page), titleOf(docs)], [displayName, `API · ${displayName}`]);
        assert.equal(documentSchema.parse(JSON.parse(openapi)).info.title, displayName);

        const brand = await read(`${frontend}/src/app/layout.tsx`);
        const report = await read(api + healthPaths.all);
        const reset = await stack.make('reset', { YES: '1' });
        assert.ok(reset.ok, reset.output);
        const leftovers = [product.name, product.displayName].filter((former) =>
          [page, docs, openapi, brand, report].some((text) => text.includes(former)),
        );
        assert.deepEqual(leftovers, []);
      } finally {
        await stack.remove();
      }
    });
  }
});
