import assert from 'node:assert/strict';
import { plainHttpWarning } from './services.ts';

describe('plain HTTP', () => {
  for (const [url, isWarned] of [
    ['http://shop-dev-123.us-east-1.elb.amazonaws.com', true],
    ['http://app.example.com:8080/', true],
    ['https://app.example.com', false],
    ['http://localhost:8080', false],
    ['http://127.0.0.1:3000', false],
    ['http://[::1]:3000', false],
  ] as const) {
    it(`is ${isWarned ? '' : 'not '}warned of at ${url}`, () => {
      assert.equal(plainHttpWarning(url, 'dev')?.includes('environments/dev/terraform.tfvars'), isWarned || undefined);
    });
  }
});
