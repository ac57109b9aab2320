import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt } from '../checkout.ts';
import { environmentOption, productName } from './environment.ts';

describe('names that AWS knows a deployment by', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'names-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  for (const [name, product] of [
    ['shop', 'shop'],
    ['@acme/shop-eu', 'shop-eu'],
    ['shop-12345678901', 'shop-12345678901'],
    ['shop-123456789012', undefined],
    ['shop-1234567890123-eu', undefined],
    ['Shop', undefined],
    ['shop_eu', undefined],
    ['shop--eu', undefined],
    ['a-name-of-twenty-eight-chars', undefined],
  ] as const) {
    it(`${product ? 'take' : 'refuse'} the product ${name}`, () => {
      writeFileSync(join(root, 'package.json'), JSON.stringify({ name }));
      if (product) assert.equal(productName({ root }), product);
      else assert.throws(() => productName({ root }), /AWS does not accept the product name/);
    });
  }

  for (const [name, refusal] of [
    ['dev', undefined],
    ['bootstrap', /cannot be called bootstrap/],
    ['plan', /cannot be called plan/],
    ['release', /cannot be called release/],
    ['sha256', /cannot be called sha256/],
    ['staging', /there is no such environment/],
  ] as const) {
    it(`${refusal ? 'refuse' : 'take'} the environment ${name}`, () => {
      if (name !== 'staging') mkdirSync(join(root, 'infra/environments', name), { recursive: true });
      const asked = () => environmentOption(checkoutAt(root), name).name;
      if (refusal) assert.throws(asked, refusal);
      else assert.equal(asked(), name);
    });
  }
});
