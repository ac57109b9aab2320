import assert from 'node:assert/strict';
import { describeAdvice } from '../../src/test/advice/printed-advice.ts';
import { situations } from '../../src/test/advice/situations.ts';
import { NativeCheckout } from './support/checkout.ts';
import { NativePlace } from './support/native-place.ts';

describe('a checkout without an engine', function () {
  this.timeout(180_000);
  let stack: NativeCheckout;
  let place: NativePlace;

  before(async () => {
    stack = await NativeCheckout.create();
    place = new NativePlace(stack);
    const { ok, output } = await place.run('make dev');
    assert.ok(ok, output);
  });
  after(() => stack?.remove());

  describeAdvice(situations, 'native', () => place);
});
