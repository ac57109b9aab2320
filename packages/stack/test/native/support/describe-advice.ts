import assert from 'node:assert/strict';
import { describeAdvice, type Situation } from '../../../src/test/advice/printed-advice.ts';
import { NativeCheckout } from './checkout.ts';
import { NativePlace } from './native-place.ts';

/** Tests situations one after the other on a native stack of their own. */
export function describeNativeAdvice(situations: readonly Situation[]): void {
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
}
